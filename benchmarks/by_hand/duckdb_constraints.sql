CREATE TYPE day_precision AS ENUM ('day', 'month', 'year');

CREATE TABLE strikes (
  strike_id TEXT PRIMARY KEY CHECK (regexp_full_match(strike_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  reported_on DATE CHECK (reported_on >= DATE '1980-01-01'),
  first_day DATE CHECK (first_day >= DATE '1980-01-01'),
  last_day DATE CHECK (last_day >= DATE '1980-01-01'),
  country TEXT NOT NULL CHECK (country IN ('Iraq', 'Syria')),
  place_id TEXT NOT NULL CHECK (regexp_full_match(place_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  place_as_reported TEXT NOT NULL,
  strikes BIGINT NOT NULL CHECK (strikes >= 1),
  engagements BIGINT CHECK (engagements >= 1),
  source_id TEXT NOT NULL CHECK (regexp_full_match(source_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  notes TEXT
);

CREATE TABLE strike_totals (
  total_id TEXT PRIMARY KEY CHECK (regexp_full_match(total_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  reported_on DATE CHECK (reported_on >= DATE '1980-01-01'),
  period_start DATE CHECK (period_start >= DATE '1980-01-01'),
  start_precision day_precision,
  period_end DATE CHECK (period_end >= DATE '1980-01-01'),
  end_precision day_precision,
  country TEXT NOT NULL CHECK (country IN ('Iraq', 'Syria', 'both')),
  nation TEXT NOT NULL CHECK (
    nation IN (
      'all', 'United States', 'other', 'Australia', 'Belgium', 'Canada', 'France', 'Jordan', 'Netherlands',
      'United Kingdom'
    )
  ),
  strikes BIGINT CHECK (strikes >= 0),
  engagements BIGINT CHECK (engagements >= 0),
  qualifier TEXT NOT NULL CHECK (qualifier IN ('exact', 'at_least', 'more_than', 'approximately')),
  itemised TEXT NOT NULL CHECK (itemised IN ('all', 'some', 'none')),
  organisation_id TEXT NOT NULL CHECK (regexp_full_match(organisation_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  "overlaps" TEXT,
  source_id TEXT NOT NULL CHECK (regexp_full_match(source_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  notes TEXT
);

CREATE TABLE evidence (
  "table" TEXT NOT NULL CHECK (
    "table" IN ('releases', 'strikes', 'strike_totals', 'airpower', 'incidents', 'estimates', 'allegations')
  ),
  record_id TEXT NOT NULL CHECK (regexp_full_match(record_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  field TEXT NOT NULL CHECK (regexp_full_match(field, '[a-z][a-z0-9_]*')),
  source_id TEXT NOT NULL CHECK (regexp_full_match(source_id, '[a-z0-9]+(-[a-z0-9]+)*')),
  value TEXT NOT NULL,
  readings BIGINT NOT NULL CHECK (readings BETWEEN 1 AND 9),
  notes TEXT,
  PRIMARY KEY ("table", record_id, field, source_id)
);

INSERT INTO strikes SELECT * FROM read_csv('data/strikes.csv', all_varchar = true);
INSERT INTO strike_totals SELECT * FROM read_csv('data/strike_totals.csv', all_varchar = true);
INSERT INTO evidence SELECT * FROM read_csv('data/evidence.csv', all_varchar = true);
