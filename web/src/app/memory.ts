// What this browser remembers between visits; a browser that forbids it only forgets.
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`switchroom.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`switchroom.${name}`, value);
  } catch {
    return;
  }
}
