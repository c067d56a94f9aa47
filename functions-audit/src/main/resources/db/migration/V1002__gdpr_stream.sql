insert into chain_heads (stream, seq, link)
values ('gdpr-events', 0, sha256(convert_to('quayside-audit:gdpr-events', 'UTF8')));
