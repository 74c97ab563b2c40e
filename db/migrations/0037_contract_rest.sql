-- The rest of contracts: options, the grounds of a change, call-offs under a framework, settlement, other bases of social return, talks.

ALTER TABLE contract.contract
  ADD COLUMN framework_id uuid,               -- it is a call-off under that one
  ADD COLUMN index_clause text,               -- with one, an indexed price is the reference for later changes
  ADD COLUMN labour_share_bp int CHECK (labour_share_bp BETWEEN 0 AND 10000),
  ADD COLUMN threshold_asked boolean,         -- the value passed the threshold of social return later: is it asked from there on
  ADD COLUMN threshold_words text,
  ADD COLUMN threshold_name text CHECK (char_length(threshold_name) <= 200),
  ADD COLUMN exempt_words text,               -- why no social return is asked of it although the rule would
  ADD COLUMN exempt_name text CHECK (char_length(exempt_name) <= 200),
  ADD COLUMN exempt_at timestamptz,
  ADD CHECK (framework_id <> id),
  ADD CHECK ((exempt_words IS NULL) = (exempt_name IS NULL)),
  ADD FOREIGN KEY (municipality_id, framework_id) REFERENCES contract.contract;
CREATE INDEX contract_of_framework ON contract.contract (municipality_id, framework_id) WHERE framework_id IS NOT NULL;

-- To lengthen a contract: an option that was agreed, or a tacit renewal that happened. It stays when it was exercised or let go.
CREATE TABLE contract.option (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('option', 'tacit')),
  decide_by date,                             -- the last day to say that it is exercised
  until date NOT NULL,                        -- the contract's last day then
  value_cents bigint CHECK (value_cents >= 0), -- what it adds, without VAT; none: not known
  words text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'exercised', 'let_go')),
  decided_on date,
  decided_name text CHECK (char_length(decided_name) <= 200),
  reason text,
  end_before date,                            -- the contract's last day before it was exercised
  version bigint NOT NULL DEFAULT 1,
  CHECK ((state = 'open') = (decided_on IS NULL)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract
);
CREATE INDEX option_of_contract ON contract.option (municipality_id, contract_id);
SELECT platform.municipal_table('contract.option');

-- A change that was taken back stays to be read, and counts nowhere.
ALTER TABLE contract.change
  DROP CONSTRAINT change_municipality_id_contract_id_from_on_key,
  ADD COLUMN indexation boolean NOT NULL DEFAULT false, -- the price followed the index that the contract names
  ADD COLUMN announced_on date,               -- when the announcement of a change under (d) or (e) was published
  ADD COLUMN option_id uuid,                  -- it came with that option
  ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN withdrawn_name text CHECK (char_length(withdrawn_name) <= 200),
  ADD COLUMN version bigint NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (municipality_id, option_id) REFERENCES contract.option;
CREATE UNIQUE INDEX change_by_day ON contract.change (municipality_id, contract_id, from_on) WHERE withdrawn_at IS NULL;
CREATE INDEX change_of_option ON contract.change (municipality_id, option_id) WHERE option_id IS NOT NULL;

-- --- Social return ---------------------------------------------------------------------------------------------------
ALTER TABLE contract.social_return_rule
  DROP CONSTRAINT social_return_rule_base_check,
  ADD CHECK (base IN ('contract_value', 'wage_sum', 'yearly_value', 'turnover')),
  ADD COLUMN lower_percent_bp int CHECK (lower_percent_bp BETWEEN 0 AND 10000),
  ADD COLUMN below_share_bp int CHECK (below_share_bp BETWEEN 0 AND 10000),
  ADD COLUMN over_all boolean NOT NULL DEFAULT false, -- over all call-offs of a framework together
  ADD CHECK ((lower_percent_bp IS NULL) = (below_share_bp IS NULL));

-- The last day of who was still there, when it was said later: that one can be taken back.
ALTER TABLE contract.placement ADD COLUMN ended_at timestamptz;

-- What the supplier states: turnover invoiced in a calendar year, or a wage sum from a day on.
CREATE TABLE contract.stated (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('turnover', 'wage_sum')),
  from_on date NOT NULL,                      -- of turnover: the first day of its year
  cents bigint NOT NULL CHECK (cents >= 0),
  words text NOT NULL,                        -- where the figure comes from
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, contract_id, kind, from_on),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract
);
SELECT platform.municipal_table('contract.stated');

-- A surplus that went from one contract to another of the same supplier.
CREATE TABLE contract.carried (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  on_day date NOT NULL,
  cents bigint NOT NULL CHECK (cents > 0),
  words text NOT NULL,
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  CHECK (from_id <> to_id),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, from_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, to_id) REFERENCES contract.contract
);
CREATE INDEX carried_from ON contract.carried (municipality_id, from_id);
CREATE INDEX carried_to ON contract.carried (municipality_id, to_id);
SELECT platform.municipal_table('contract.carried');

-- Proposed by who knows it, decided by the budget holder. What it was counted from is kept.
CREATE TABLE contract.settlement (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('fulfilled', 'claim', 'not_to_blame')),
  on_day date NOT NULL,                       -- the balance of that day; of a claim the last day to recover
  obligation_cents bigint NOT NULL,
  fulfilled_cents bigint NOT NULL,
  carried_cents bigint NOT NULL,
  factor_bp int CHECK (factor_bp BETWEEN 0 AND 100000),
  claim_cents bigint NOT NULL CHECK (claim_cents >= 0),
  words text NOT NULL DEFAULT '',             -- why the supplier could not help it, or what else should be known
  proposed_by uuid,
  proposed_name text NOT NULL CHECK (char_length(proposed_name) <= 200),
  proposed_at timestamptz NOT NULL,
  decided_name text CHECK (char_length(decided_name) <= 200),
  decided_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, contract_id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, proposed_by) REFERENCES organisation.person
);
SELECT platform.municipal_table('contract.settlement');

-- --- Talks -----------------------------------------------------------------------------------------------------------
CREATE TABLE contract.talk (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  held_on date NOT NULL,
  level text NOT NULL CHECK (level IN ('operational', 'tactical', 'strategic')),
  words text NOT NULL CHECK (words <> ''),    -- what was decided
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract
);
CREATE INDEX talk_of_contract ON contract.talk (municipality_id, contract_id);
SELECT platform.municipal_table('contract.talk');

CREATE TABLE contract.action (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  talk_id uuid NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  owner_id uuid,                              -- none: of the supplier
  due_on date NOT NULL,
  done_on date,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, talk_id) REFERENCES contract.talk ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, owner_id) REFERENCES organisation.person
);
CREATE INDEX action_of_talk ON contract.action (municipality_id, talk_id);
SELECT platform.municipal_table('contract.action');

-- Two parties that look alike and are not the same: somebody said so.
CREATE TABLE party.apart (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  one_id uuid NOT NULL,                       -- the smaller id of both
  other_id uuid NOT NULL,
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  CHECK (one_id < other_id),
  PRIMARY KEY (municipality_id, one_id, other_id),
  FOREIGN KEY (municipality_id, one_id) REFERENCES party.party,
  FOREIGN KEY (municipality_id, other_id) REFERENCES party.party
);
SELECT platform.municipal_table('party.apart');

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['contract.contract', 'contract.option', 'contract.change', 'contract.stated', 'contract.carried',
                    'contract.settlement', 'contract.talk', 'contract.action', 'party.apart']::regclass[]) AS target;
