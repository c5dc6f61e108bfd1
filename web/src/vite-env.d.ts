// Kinds of files that the build turns into modules.
/// <reference types="vite/client" />
