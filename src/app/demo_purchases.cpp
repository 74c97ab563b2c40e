// The demo's purchases: 120 over three years, with what was asked, what was decided and by whom.
#include "app/demo.h"
#include "platform/base/files.h"

namespace tenzij::app {

namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> table(const std::filesystem::path& file) {
  std::vector<Row> out;
  std::vector<std::string> head;
  const std::string content = read_file(file);
  for (const auto line : text::split(content, '\n')) {
    if (line.empty()) continue;
    const auto cells = text::split(line, '\t');
    if (head.empty()) {
      for (const auto cell : cells) head.emplace_back(cell);
      continue;
    }
    Row& row = out.emplace_back();
    for (std::size_t i = 0; i < head.size(); ++i) row[head[i]] = cells.at(i);
  }
  return out;
}

Instant moment(const Date& day) { return std::chrono::sys_days{day.ymd} + std::chrono::hours{10}; }

const db::Statement purchases_and_nearest_notices{"app.purchases_and_nearest_notices", R"sql(
SELECT DISTINCT ON (notice_id) purchase_id, notice_id
  FROM (SELECT DISTINCT ON (p.id) p.municipality_id, p.id AS purchase_id, n.id AS notice_id,
                        abs(n.published_on - p.publish_on) AS days
          FROM purchase.purchase p
          JOIN notices.notice n
               ON n.municipality_id = p.municipality_id
              AND n.left_out = ''
              AND n.stage = 'competition'
              AND left(n.cpv, 3) = left(p.cpv, 3)
              AND abs(n.published_on - p.publish_on) < 400
         WHERE NOT p.small
           AND p.value_cents > 15000000
           AND p.status IN ('published', 'awarded', 'running', 'ended')
         ORDER BY p.id, 4) near
 ORDER BY notice_id, days
)sql"};

const db::Statement judge_older_decisions{"app.judge_older_decisions", R"sql(
WITH old AS (
  SELECT id, row_number() OVER (ORDER BY at, id) AS place
    FROM purchase.decision
   WHERE kind = 'unless'
     AND at < '2025-10-01'
   ORDER BY at
   LIMIT 14
)
UPDATE purchase.decision d
   SET outcome = (ARRAY['right', 'possible', 'done_anyway'])[1 + old.place % 3],
       outcome_words = (ARRAY['De reden klopte en klopt nog.',
                        'Een andere gemeente vroeg het wel en kreeg drie inschrijvingen.',
                        'De opdrachtnemer deed het uit zichzelf.'])[1 + old.place % 3],
       outcome_by = 'Noor Hasselt', outcome_at = '2026-01-20T10:00:00Z'
  FROM old
 WHERE d.municipality_id = platform.current_municipality()
   AND d.id = old.id
)sql"};

const db::Statement demo_person_or_director{"app.demo_person_or_director", R"sql(
SELECT person_id
  FROM auth.account
 WHERE user_name IN ($1, 'director')
 ORDER BY user_name = $1 DESC
 LIMIT 1
)sql"};

const db::Statement update_other_award{"app.update_other_award", R"sql(
UPDATE purchase.purchase p
   SET other_award = jsonb_build_array(jsonb_build_object('name', 'Prijs', 'weightBp', (10000 - w.sum) / 2),
                                       jsonb_build_object('name', 'Kwaliteit',
                                                          'weightBp', 10000 - w.sum - (10000 - w.sum) / 2))
  FROM (SELECT coalesce(sum(weight_bp), 0) AS sum FROM purchase.requirement
         WHERE purchase_id = $1 AND state = 'chosen') w
 WHERE p.id = $1
   AND w.sum > 0
)sql"};

const db::Statement finish_past_tasks{"app.finish_past_tasks", R"sql(
UPDATE purchase.task t
   SET done_at = t.due_on, done_by = 'Fatima el Amrani'
  FROM purchase.purchase p
 WHERE p.municipality_id = t.municipality_id
   AND p.id = t.purchase_id
   AND p.id = $1
   AND t.due_on < '2026-10-25'
   AND (p.status IN ('published', 'awarded', 'running', 'ended') OR t.position <= 2)
)sql"};

constexpr std::string_view themes_served = R"sql(
SELECT g.id, i.id, p.publish_on
  FROM policy.goal g
  JOIN purchase.purchase p ON p.municipality_id = g.municipality_id AND p.reference = $1
  JOIN purchase.impact i ON i.municipality_id = g.municipality_id AND i.purchase_id = p.id AND i.theme = ANY (g.themes)
 WHERE g.title = $2
)sql";

class PurchaseLoader {
 public:
  PurchaseLoader(db::Session& session, const purchase::Knowledge& knowledge)
      : session_(session), knowledge_(knowledge), start_(session.actor()) {
    const auto themes = session.query("SELECT code FROM reference.theme ORDER BY position");
    for (int i = 0; i < themes.rows(); ++i) themes_.emplace_back(themes.text(i, 0));
  }

  void load(const Row& row) {
    const Uuid holder = account(row.at("holder"));
    const Date publish = Date::parse(row.at("publish")).value();
    const Uuid id = row.at("small").empty() ? add(row, holder) : add_small(row, holder, publish);
    std::map<std::string, purchase::UnlessInput> unless = reasons(row.at("unless"));
    const bool anyway = unless.contains("anyway");
    std::map<std::string, int> apply_to;
    for (std::size_t i = 0; i < themes_.size(); ++i) {
      const std::string& theme = themes_[i];
      const char wanted = row.at("themes").at(i);
      if (wanted == 'a' || wanted == 'A') apply_to[theme] = wanted == 'A' ? 2 : 1;
      if (wanted == 'p') {
        as(account("procurement_advisor"));
        purchase::propose_unless(session_, id, theme, unless.at(theme), std::min(moment(publish) - std::chrono::hours{24 * 30}, latest_));
      }
      if (wanted == 'u') decide(row, id, theme, unless.at(theme), std::min(moment(publish) - std::chrono::hours{24 * 20}, latest_));
    }
    if (row.at("small").empty()) apply(id, apply_to, moment(publish) - std::chrono::hours{24 * 40});
    as(holder);
    move(id, row.at("status"), publish, anyway ? std::optional(unless.at("anyway").words) : std::nullopt);
    session_.become(start_);
  }

  // Plan and publication meet: a call with the same CPV group, the nearest in time, each used once.
  void meet_publications() {
    as(account("procurement_advisor"));
    const auto pairs = session_.query(purchases_and_nearest_notices);
    for (int i = 0; i < pairs.rows(); ++i)
      thread::confirm(session_, {"purchase", pairs.get<Uuid>(i, 0)}, {"notice", pairs.get<Uuid>(i, 1)},
                      {"Dit is de publicatie van deze inkoop.", latest_});
    session_.become(start_);
  }

  // What its people say of what the rules found, each in their own words; the rest stays a suggestion.
  void judge_links(const std::filesystem::path& folder) {
    std::map<std::string, std::string> titles;
    const json::value policy = json::parse(read_file(folder / "policy.json"));
    for (const json::value& each : policy.at("goals").as_array())
      titles[std::string(each.at("key").as_string())] = std::string(each.at("title").as_string());
    for (const Row& row : table(folder / "links.tsv")) {
      const auto served = session_.query(themes_served, row.at("purchase"), titles.at(row.at("goal")));
      as(account(row.at("person")));
      for (int i = 0; i < served.rows(); ++i)
        thread::confirm(session_, {"goal", served.get<Uuid>(i, 0)}, {"impact", served.get<Uuid>(i, 1)},
                        {row.at("words"), std::min(moment(served.get<Date>(i, 2)), latest_)});
    }
    session_.become(start_);
  }

  // Some of what was decided earlier, looked back on by who advises.
  void look_back() {
    as(account("impact_advisor"));
    session_.query(judge_older_decisions);
    session_.become(start_);
  }

 private:
  db::Session& session_;
  const purchase::Knowledge& knowledge_;
  db::Actor start_;
  std::vector<std::string> themes_;
  Instant latest_ = moment(Date::parse("2026-10-30").value());

  void as(const Uuid& person) { session_.become({start_.municipality_id, person, "demo"}); }
  // In a demo that an older Tenzij made, one budget holder stands for all.
  Uuid account(const std::string& user) { return session_.scalar<Uuid>(demo_person_or_director, user).value(); }
  Uuid unit(const std::string& name) { return session_.scalar<Uuid>("SELECT id FROM organisation.unit WHERE name = $1", name).value(); }

  static std::map<std::string, purchase::UnlessInput> reasons(const std::string& cell) {
    std::map<std::string, purchase::UnlessInput> out;
    for (const auto part : text::split(cell, '|')) {
      const auto fields = text::split(part, '=');
      if (fields.size() == 3) out[std::string(fields[0])] = {std::string(fields[1]), std::string(fields[2]), {}, false};
    }
    return out;
  }

  // The budget holder decides; the director looks a second time where policy asks more, but for the last ones, which still wait. Who
  // is director decides what somebody else proposed.
  void decide(const Row& row, const Uuid& id, const std::string& theme, const purchase::UnlessInput& in, Instant at) {
    static const std::set<std::string, std::less<>> waiting{"2027-006", "2027-008"};
    if (row.at("holder") == "director") {
      as(account("procurement_advisor"));
      purchase::propose_unless(session_, id, theme, in, at);
    }
    as(account(row.at("holder")));
    purchase::decide_unless(session_, id, theme, in, at);
    const bool waits =
        session_.scalar<bool>("SELECT second_look FROM purchase.impact WHERE purchase_id = $1 AND theme = $2", id, theme).value();
    if (!waits || waiting.contains(row.at("reference"))) return;
    as(account("director"));
    purchase::look_again(session_, id, theme, "", at);
  }

  Uuid add(const Row& row, const Uuid& holder) {
    purchase::PurchaseInput in;
    in.reference = row.at("reference");
    in.title = row.at("title");
    in.need = row.at("need");
    in.cpv = row.at("cpv");
    boost::describe::enum_from_string(row.at("nature").c_str(), in.nature);
    in.social = !row.at("social").empty();
    in.value_cents = std::stoll(row.at("euro")) * 100;
    in.lots = in.value_cents > 4'000'000'00 ? 3 : 1;
    in.unit_id = unit(row.at("unit"));
    in.budget_holder_id = holder;
    in.advisor_id = account("procurement_advisor");
    in.contract_manager_id = account("contract_manager");
    in.start_on = Date::parse(row.at("start"));
    in.publish_on = Date::parse(row.at("publish"));
    in.award_on = Date::parse(row.at("award"));
    in.contract_from = Date::parse(row.at("from"));
    in.contract_to = Date::parse(row.at("to"));
    as(account("procurement_advisor"));
    return purchase::add_purchase(session_, in, knowledge_, std::min(moment(*in.start_on), latest_));
  }

  Uuid add_small(const Row& row, const Uuid& holder, const Date& day) {
    as(holder);
    const Uuid id = purchase::add_small(
        session_, {row.at("title"), std::stoll(row.at("euro")) * 100, day, {}, unit(row.at("unit")), holder}, knowledge_, moment(day));
    session_.query("UPDATE purchase.purchase SET reference = $2 WHERE id = $1", id, row.at("reference"));
    return id;
  }

  // The best of what the library suggests for this purchase, on each theme that wants one or two.
  void apply(const Uuid& id, std::map<std::string, int> wanted, Instant at) {
    as(account("procurement_advisor"));
    const auto facts = session_.query("SELECT cpv, value_cents FROM purchase.purchase WHERE id = $1", id);
    criteria::SuggestFor what{{}, facts.get<std::optional<std::string>>(0, 0), facts.get<std::int64_t>(0, 1)};
    const auto levels = session_.query("SELECT theme, level FROM purchase.impact WHERE purchase_id = $1", id);
    for (int i = 0; i < levels.rows(); ++i) what.wishes.push_back({std::string(levels.text(i, 0)), levels.get<int>(i, 1)});
    std::set<std::string> taken;
    for (const criteria::Suggested& each : criteria::suggest(session_, what)) {
      int& count = wanted[each.theme];
      // What keeps others out is the exception in real life too.
      if (count == 0 || each.instrument == "reserved" || each.instrument == "exclusion_ground" || !taken.insert(each.id.str()).second)
        continue;
      const Uuid made = purchase::choose(session_, id, each.theme, each.id, false, knowledge_, at);
      if (each.instrument == "award_criterion") session_.query("UPDATE purchase.requirement SET weight_bp = 1000 WHERE id = $1", made);
      --count;
    }
    // What is not weighted here is price and quality.
    session_.query(update_other_award, id);
  }

  void move(const Uuid& id, const std::string& status, const Date& publish, const std::optional<std::string>& anyway) {
    purchase::StatusInput step;
    boost::describe::enum_from_string(status.c_str(), step.status);
    if (step.status == purchase::Status::planned) return;
    if (status == "published" || status == "awarded" || status == "running" ||
        (status == "ended" && publish < Date::parse("2026-11-01").value()))
      purchase::set_status(session_, id, {purchase::Status::published, anyway, anyway.has_value()}, moment(publish));
    if (step.status != purchase::Status::published) purchase::set_status(session_, id, step, moment(publish) + std::chrono::hours{24 * 30});
    // What is behind has been done.
    session_.query(finish_past_tasks, id);
  }
};

}  // namespace

const db::Statement insert_demo_rules{"app.insert_demo_rules", R"sql(
INSERT INTO purchase.rules (municipality_id, procedures, social_return)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
)sql"};

void load_demo_purchases(db::Session& session, const std::filesystem::path& folder, const purchase::Knowledge& knowledge) {
  if (!session.query("SELECT 1 FROM purchase.purchase LIMIT 1").empty()) return;
  const json::value rules = json::parse(read_file(folder / "purchase-rules.json"));
  session.query(insert_demo_rules, session.actor().municipality_id, rules.at("procedures"), rules.at("socialReturn"));
  PurchaseLoader loader(session, knowledge);
  for (const Row& row : table(folder / "purchases.tsv")) loader.load(row);
  loader.meet_publications();
  loader.judge_links(folder);
  loader.look_back();
}

}  // namespace tenzij::app
