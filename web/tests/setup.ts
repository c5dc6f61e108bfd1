// What jsdom lacks and the desk's parts ask for.
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

Object.assign(globalThis, { CSS: { escape: (text: string) => text.replace(/[^\w-]/g, (sign) => `\\${sign}`) } });
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

afterEach(cleanup);

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
