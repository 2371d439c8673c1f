-- Of the password in a registration whose answer names nobody, so that the same key with another password is told from a repetition. Written whether the
-- address was free or taken.
ALTER TABLE registrations ADD COLUMN password_hash TEXT;
