//! The attendant from outside: greeted by the hour, sent on by a key or a name, brought back from nobody.
