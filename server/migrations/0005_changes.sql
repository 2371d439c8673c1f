-- Every change of a code to scan has the next number, so that what changed since is found without asking about each code. Whoever changes one holds the
-- counter's row until they commit: numbers become visible in their order.
CREATE TABLE qrcode_changes (number BIGINT NOT NULL);
INSERT INTO qrcode_changes (number) VALUES (0);
ALTER TABLE qrcodes ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX qrcodes_by_change ON qrcodes (changed);
