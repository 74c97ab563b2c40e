// The demo's contracts: of its awarded purchases, with suppliers, two years of moments of which some stay silent, and placements.
#include "app/demo.h"
#include "contract/contract.h"
#include "platform/base/files.h"

namespace tenzij::app {

namespace {

const db::Statement demo_awarded{"app.demo_awarded", R"sql(
SELECT p.id, p.reference, left(p.cpv, 2) AS division, p.value_cents, p.status,
       CASE WHEN p.social THEN 'social' ELSE p.nature END AS nature
  FROM purchase.purchase p
 WHERE NOT p.small
   AND p.status IN ('running', 'ended')
   AND p.contract_from IS NOT NULL
 ORDER BY p.reference
)sql"};

// What is settled by hand in a form: who supplies, for how much, and by which rule social return is asked.
const db::Statement fill_demo_contract{"app.fill_demo_contract", R"sql(
UPDATE contract.contract
   SET reference = $2, party_id = $3, value_cents = $4, coordinator_id = $5, rule_id = $6, state = $7, risk = $8,
       renewal = CASE WHEN $9 % 3 = 0 THEN 'none' WHEN $9 % 3 = 1 THEN 'option' ELSE 'tacit' END,
       renewal_months = CASE WHEN $9 % 3 = 0 THEN NULL ELSE 12 END, notice = 3, notice_unit = 'months',
       manager_id = CASE WHEN $9 % 15 = 14 THEN NULL ELSE manager_id END
 WHERE id = $1
)sql"};

const db::Statement name_demo_verifiers{"app.name_demo_verifiers", R"sql(
UPDATE contract.commitment k
   SET verifier = CASE WHEN k.theme = 'social_return' THEN 'Coördinator social return' ELSE 'Contractmanager' END,
       consequence = CASE WHEN k.position % 3 = 0 THEN 'Verbeterplan binnen een maand' END
  FROM (SELECT id, row_number() OVER (ORDER BY contract_id, position) AS place
          FROM contract.commitment) n
 WHERE k.municipality_id = platform.current_municipality()
   AND k.id = n.id
   AND n.place % 8 <> 0
)sql"};

// What is behind was reported by who manages and judged by somebody else; who is silent has said nothing since spring.
const db::Statement live_demo_moments{"app.live_demo_moments", R"sql(
WITH past AS (
  SELECT m.id, m.due_on, k.figure AS asked, c.state = 'draft' AS draft,
         row_number() OVER (ORDER BY c.reference, k.position, m.due_on) AS place,
         dense_rank() OVER (ORDER BY c.reference) AS contract
    FROM contract.moment m
    JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
    JOIN contract.contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
   WHERE m.due_on <= '2026-10-15'
)
UPDATE contract.moment m
   SET state = CASE
                    WHEN past.due_on > '2026-09-01' THEN 'reported'
                    WHEN past.place % 23 = 7 THEN 'rejected'
                    WHEN past.place % 31 = 11 THEN 'waived'
                    ELSE 'verified'
               END,
       figure = round((past.asked * (ARRAY[1, 1.05, 0.9, 1.1, 0.8])[1 + past.place % 5])::numeric, 1),
       words = (ARRAY['Volgens afspraak.', 'Zie het overzicht van de uitvoerder.', 'Met foto''s van het werk.',
                'Gemeten over de hele periode.'])[1 + past.place % 4],
       reported_by = $1, reported_name = 'Sanne Kuipers',
       reported_at = (past.due_on - 3)::timestamptz,
       verified_figure = CASE WHEN past.due_on <= '2026-09-01' AND past.place % 23 <> 7 AND past.place % 31 <> 11 THEN
                         round((past.asked * (ARRAY[1, 1.05, 0.9, 1.1, 0.8])[1 + past.place % 5])::numeric, 1) END,
       judged_by = CASE WHEN past.due_on <= '2026-09-01' THEN $2::uuid END,
       judged_name = CASE WHEN past.due_on <= '2026-09-01' THEN 'Joost Willemse' END,
       judged_at = CASE WHEN past.due_on <= '2026-09-01' THEN (past.due_on + 6)::timestamptz END,
       reason = CASE
                     WHEN past.due_on > '2026-09-01' THEN NULL
                     WHEN past.place % 23 = 7 THEN 'Het bewijs hoort bij een andere periode.'
                     WHEN past.place % 31 = 11 THEN 'Door de wateroverlast lag het werk stil.'
                END
  FROM past
 WHERE m.municipality_id = platform.current_municipality()
   AND m.id = past.id
   AND NOT past.draft
   AND NOT (past.contract % 9 = 4 AND past.due_on > '2026-04-01')
)sql"};

const db::Statement judge_demo_placements{"app.judge_demo_placements", R"sql(
UPDATE contract.placement
   SET state = 'verified', judged_by = $1, judged_name = 'Joost Willemse', judged_at = reported_at + interval '5 days'
 WHERE from_on < '2026-07-01'
)sql"};

// Who agreed on a year more says so in autumn; of some contracts the value changed, of one much.
const db::Statement add_demo_options{"app.add_demo_options", R"sql(
INSERT INTO contract.option (municipality_id, id, contract_id, kind, decide_by, until, value_cents, words)
SELECT c.municipality_id, md5('option ' || c.reference)::uuid, c.id, 'option', c.end_on - 90,
       (c.end_on + interval '12 months')::date, c.value_cents / 4, 'Optiejaar'
  FROM contract.contract c
 WHERE c.state = 'in_force'
   AND c.renewal = 'option'
   AND c.end_on IS NOT NULL
)sql"};

const db::Statement add_demo_changes{"app.add_demo_changes", R"sql(
INSERT INTO contract.change (municipality_id, id, contract_id, from_on, value_cents, ground, announced_on, words,
                             person_name, at)
SELECT c.municipality_id, md5('change ' || c.reference)::uuid, c.id, '2026-04-01',
       c.value_cents / 100 * CASE WHEN n.place % 2 = 0 THEN 112 ELSE 106 END,
       CASE WHEN n.place % 3 = 0 THEN 'd' ELSE 'b' END, NULL,
       CASE WHEN n.place % 3 = 0 THEN 'Er kwam een wijk bij.' ELSE 'Meer uren dan geraamd.' END, 'Sanne Kuipers',
       '2026-03-20T10:00:00Z'
  FROM contract.contract c
  JOIN (SELECT id, row_number() OVER (ORDER BY reference) AS place
          FROM contract.contract) n ON n.id = c.id
 WHERE c.state = 'in_force'
   AND c.start_on < '2026-01-01'
   AND c.value_cents IS NOT NULL
   AND n.place % 7 = 0
)sql"};

const db::Statement add_demo_talks{"app.add_demo_talks", R"sql(
INSERT INTO contract.talk (municipality_id, id, contract_id, held_on, level, words, person_name, at)
SELECT c.municipality_id, md5('talk ' || c.reference)::uuid, c.id, '2026-09-15', 'tactical',
       'De rapportages komen voortaan per kwartaal. De uitvoerder stuurt foto''s mee.', 'Sanne Kuipers',
       '2026-09-15T14:00:00Z'
  FROM contract.contract c
 WHERE c.state = 'in_force'
   AND c.risk = 'high'
)sql"};

// Who is asked at a supplier: invented people at addresses that go nowhere. Of every sixth nobody is known yet.
const db::Statement add_demo_contacts{"app.add_demo_contacts", R"sql(
INSERT INTO supplier.contact (municipality_id, id, party_id, name, email, created_at)
SELECT p.municipality_id, md5('contact ' || p.name)::uuid, p.id,
       (ARRAY['Anouk Terpstra', 'Rachid Benali', 'Mirjam Kok', 'Dirk-Jan Veldhuis', 'Samira Yilmaz', 'Wouter Hoekman',
              'Petra Zandbergen', 'Ivo Smit', 'Latifa Amrani', 'Gert Pals', 'Nienke Dorgelo'])[1 + p.place % 11],
       'contracten@' || trim(BOTH '-' FROM regexp_replace(lower(p.name), '[^a-z0-9]+', '-', 'g')) || '.localhost', $1
  FROM (SELECT municipality_id, id, name, row_number() OVER (ORDER BY name) AS place
          FROM party.party) p
 WHERE p.place % 6 <> 0
)sql"};

// Some work is done together or by others.
const db::Statement add_demo_partners{"app.add_demo_partners", R"sql(
INSERT INTO contract.partner (municipality_id, id, contract_id, party_id, role, share_bp, words, person_name, at)
SELECT c.municipality_id, md5('partner ' || c.reference)::uuid, c.id, o.id,
       CASE WHEN c.place % 2 = 0 THEN 'sub' ELSE 'combination' END, 2500,
       CASE WHEN c.place % 2 = 0 THEN 'Het groenwerk op de terreinen.' ELSE 'Een van de twee percelen.' END,
       'Sanne Kuipers', $1
  FROM (SELECT k.municipality_id, k.id, k.reference, k.party_id, row_number() OVER (ORDER BY k.reference) AS place
          FROM contract.contract k
         WHERE k.state = 'in_force' AND k.party_id IS NOT NULL) c
 CROSS JOIN LATERAL (SELECT p.id
                       FROM party.party p
                      WHERE p.id <> c.party_id
                      ORDER BY md5(p.name || c.reference) LIMIT 1) o
 WHERE c.place % 8 = 3
)sql"};

const db::Statement give_demo_partners{"app.give_demo_partners", R"sql(
UPDATE contract.commitment k
   SET partner_id = p.id
  FROM contract.partner p
 WHERE p.municipality_id = k.municipality_id
   AND p.contract_id = k.contract_id
   AND k.position % 3 = 0
)sql"};

// Of some the plan for social return never came.
const db::Statement add_demo_plans{"app.add_demo_plans", R"sql(
INSERT INTO contract.return_plan (municipality_id, contract_id, received_on, words, person_name, at)
SELECT c.municipality_id, c.id, c.start_on + 20, 'Twee leerwerkplekken en inkoop bij de sociale werkplaats.',
       'Joost Willemse', (c.start_on + 20)::timestamptz
  FROM (SELECT k.*, row_number() OVER (ORDER BY k.reference) AS place
          FROM contract.contract k
         WHERE k.rule_id IS NOT NULL AND k.start_on IS NOT NULL AND k.start_on + 20 <= $1::date) c
 WHERE c.place % 9 <> 5
)sql"};

const db::Statement add_demo_certificates{"app.add_demo_certificates", R"sql(
INSERT INTO contract.certificate (municipality_id, id, party_id, step, from_on, to_on, words, person_name, at)
SELECT c.municipality_id, md5('pso ' || c.party_id)::uuid, c.party_id, (ARRAY['1', '2', 'aspirant'])[1 + n.place % 3],
       '2025-03-01', '2027-02-28', 'Verzonnen certificaat, gezien bij de leverancier.', 'Joost Willemse', $1
  FROM (SELECT DISTINCT municipality_id, party_id
          FROM contract.contract
         WHERE rule_id IS NOT NULL AND party_id IS NOT NULL) c
  JOIN (SELECT id, row_number() OVER (ORDER BY name) AS place
          FROM party.party) n ON n.id = c.party_id
 WHERE n.place % 4 = 1
)sql"};

struct DemoAwarded {
  Uuid id;
  std::string reference;
  std::string division;
  std::int64_t value_cents;
  std::string status;
  std::string nature;
};
BOOST_DESCRIBE_STRUCT(DemoAwarded, (), (id, reference, division, value_cents, status, nature))

class ContractLoader {
 public:
  ContractLoader(db::Session& session, const std::filesystem::path& folder) : session_(session), folder_(folder), start_(session.actor()) {}

  void load() {
    add_suppliers();
    add_rules();
    add_contracts();
    live();
    place();
    session_.become(start_);
  }

 private:
  db::Session& session_;
  const std::filesystem::path& folder_;
  db::Actor start_;
  Instant at_ = std::chrono::sys_days{std::chrono::year{2026} / 10 / 30} + std::chrono::hours{10};
  std::vector<std::pair<std::string, Uuid>> suppliers_{};  // by the first digits of the CPV
  std::map<std::string, Uuid> rules_{};                    // by nature
  std::vector<Uuid> with_rule_{};

  Uuid account(const std::string& user) {
    return session_.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", user).value();
  }
  void as(const std::string& user) { session_.become({start_.municipality_id, account(user), "demo"}); }

  void add_suppliers() {
    as("procurement_advisor");
    const std::string content = read_file(folder_ / "suppliers.tsv");
    for (const auto line : text::split(content, '\n')) {
      const auto cells = text::split(line, '\t');
      if (cells.size() != 5 || cells[0] == "name") continue;
      party::PartyInput in;
      in.name = cells[0];
      in.kvk = std::string(cells[1]);
      in.legal_form.emplace();
      boost::describe::enum_from_string(std::string(cells[2]).c_str(), *in.legal_form);
      in.place = std::string(cells[3]);
      suppliers_.emplace_back(cells[4], party::add_party(session_, in, at_));
    }
  }

  void add_rules() {
    as("sroi_coordinator");
    for (const auto& each : json::decode<std::vector<contract::BlockTableInput>>(read_file(folder_ / "block-tables.json")))
      contract::add_block_table(session_, each);
    const json::value rules = json::parse(read_file(folder_ / "purchase-rules.json"));
    for (const auto& each : json::decode<std::vector<purchase::SocialReturnRule>>(rules.at("socialReturn"))) {
      contract::ObligationRuleInput in;
      in.name = purchase_words(each.nature);
      in.source = each.source;
      in.nature.emplace();
      boost::describe::enum_from_string(each.nature.c_str(), *in.nature);
      in.valid_from = each.valid_from;
      in.valid_to = each.valid_to;
      in.percent_bp = each.percent_bp;
      in.from_cents = each.from_cents;
      if (each.nature == "services" || each.nature == "works") in.plan_days = 30;
      if (each.nature == "services") {
        in.pso_by = contract::PsoBy::days;
        in.pso_shares = {{"aspirant", 500}, {"1", 1000}, {"2", 2000}, {"3", 3000}};
      }
      rules_[each.nature] = contract::add_obligation_rule(session_, in);
    }
  }

  static std::string purchase_words(const std::string& nature) {
    static const std::map<std::string, std::string> words{
        {"works", "Werken"}, {"services", "Diensten"}, {"social", "Sociale diensten"}, {"supplies", "Leveringen"}};
    return words.at(nature);
  }

  Uuid supplier_for(const std::string& division, int place) const {
    for (std::size_t i = 0; i < suppliers_.size(); ++i) {
      const auto& each = suppliers_[(i + static_cast<std::size_t>(place)) % suppliers_.size()];
      if (each.first == division) return each.second;
    }
    return suppliers_[static_cast<std::size_t>(place) % suppliers_.size()].second;
  }

  // The last two running ones wait as drafts: nobody said yet who supplies.
  void add_contracts() {
    as("procurement_advisor");
    const Uuid coordinator = account("sroi_coordinator");
    const auto all = session_.rows<DemoAwarded>(demo_awarded);
    int place = 0;
    for (const DemoAwarded& each : all) {
      ++place;
      const Uuid id = contract::from_purchase(session_, each.id, at_);
      const bool draft = place > static_cast<int>(all.size()) - 2;
      const std::int64_t value = each.value_cents / 100'00 * (90 + place % 7) / 100 * 100'00;
      const auto rule = rules_.find(each.nature);
      const bool asked = !draft && rule != rules_.end() && value >= 100'000'00;
      const char* state = draft ? "draft" : each.status == "ended" ? "ended" : "in_force";
      const char* risk = value > 2'000'000'00 ? "high" : value > 500'000'00 ? "medium" : "low";
      session_.query(fill_demo_contract, id, "C-" + each.reference,
                     draft ? std::nullopt : std::optional(supplier_for(each.division, place)), draft ? std::nullopt : std::optional(value),
                     coordinator, asked ? std::optional(rule->second) : std::nullopt, state, risk, place);
      if (!draft) contract::plan_moments(session_, id);
      if (asked && each.status == "running") with_rule_.push_back(id);
    }
  }

  void live() {
    session_.query(name_demo_verifiers);
    session_.query(add_demo_options);
    session_.query(add_demo_changes);
    session_.query(add_demo_talks);
    session_.query(add_demo_contacts, at_);
    session_.query(add_demo_partners, at_);
    session_.query(give_demo_partners);
    session_.query(add_demo_plans, date_of(at_));
    session_.query(add_demo_certificates, at_);
    session_.query(live_demo_moments, account("contract_manager"), account("sroi_coordinator"));
  }

  // Sixty people over two years: never more than one line a reference, so that no two meet.
  void place() {
    if (with_rule_.empty()) return;
    as("contract_manager");
    static const std::array blocks{"participatiewet", "ww", "banenafspraak", "bbl", "wia_wao", "bol"};
    const auto first = std::chrono::sys_days{std::chrono::year{2024} / 9 / 2};
    for (int i = 0; i < 60; ++i) {
      const auto from = first + std::chrono::days{i * 12};
      contract::PlacementInput in;
      in.block = blocks.at(static_cast<std::size_t>(i * 7) % blocks.size());
      in.hours_per_week = std::array{36.0, 32.0, 24.0, 28.5}.at(static_cast<std::size_t>(i) % 4);
      in.from_on = Date{std::chrono::year_month_day(from)};
      if (i % 4 != 3) in.to_on = Date{std::chrono::year_month_day(from + std::chrono::days{180 + i * 3})};
      if (i % 5 == 2) in.bonuses = {"vijftig_plus"};
      in.reference = "NV-" + std::to_string(101 + i);
      // Two of seven contracts stay behind.
      const std::size_t contract = static_cast<std::size_t>(i % 7 < 2 ? 0 : i) % with_rule_.size();
      contract::add_placement(session_, with_rule_[contract], in, std::chrono::sys_days(from) + std::chrono::hours{24 * 20});
    }
    session_.query(judge_demo_placements, account("sroi_coordinator"));
  }
};

}  // namespace

void load_demo_contracts(db::Session& session, const std::filesystem::path& folder) {
  if (!session.query("SELECT 1 FROM contract.contract LIMIT 1").empty()) return;
  ContractLoader(session, folder).load();
}

}  // namespace tenzij::app
