-- A page of a folder is read from here: the newest first, whatever UID it got when it was moved or taken back.
CREATE INDEX entry_received ON entry (folder, received, uid);
