// The demo's policy: documents, marks, goals, Manifest steps, team and a consultation that runs.
#include "app/demo.h"
#include "platform/base/files.h"
#include "policy/policy.h"

namespace tenzij::app {

namespace {

using json::array;
using json::value;

std::optional<Date> day(const value& v) { return v.is_null() ? std::nullopt : Date::parse(std::string_view(v.as_string())); }

const db::Statement clause_that_starts_with{"app.clause_that_starts_with", R"sql(
SELECT p.clause_id
  FROM policy.passage p
  JOIN policy.clause c ON c.municipality_id = p.municipality_id AND c.id = p.clause_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
 WHERE starts_with(p.text, $1)
   AND d.built_in IS NULL
)sql"};

const db::Statement insert_demo_manifest_step{"app.insert_demo_manifest_step", R"sql(
INSERT INTO policy.manifest_step (municipality_id, id, theme, unit_id, current_step, wanted_step, evidence,
                                  judged_on, person_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
)sql"};

const db::Statement insert_demo_team_member{"app.insert_demo_team_member", R"sql(
INSERT INTO organisation.team_member (municipality_id, id, person_id, field, unit_id, cpv)
VALUES ($1, $2, $3, $4, $5, $6::text[])
)sql"};

const db::Statement insert_demo_adviser{"app.insert_demo_adviser", R"sql(
INSERT INTO organisation.adviser (municipality_id, id, person_id, unit_id)
VALUES ($1, $2, $3, $4)
)sql"};

const db::Statement insert_demo_team_mandate{"app.insert_demo_team_mandate", R"sql(
INSERT INTO organisation.mandate (municipality_id, id, person_id, kind, up_to_cents)
VALUES ($1, $2, $3, $4, $5)
)sql"};

const db::Statement newest_calls_on_goal{"app.newest_calls_on_goal", R"sql(
SELECT n.id
  FROM policy.goal g
  JOIN notices.notice n ON n.municipality_id = g.municipality_id AND n.left_out = '' AND n.stage = 'competition'
 WHERE g.id = $1
   AND EXISTS (SELECT 1 FROM notices.finding f
                WHERE f.municipality_id = n.municipality_id
                  AND f.notice_id = n.id
                  AND f.theme = ANY (g.themes)
                  AND f.strength IN ('requirement', 'weighted', 'obligation'))
 ORDER BY n.published_on DESC, n.id
 LIMIT 3
)sql"};

const db::Statement insert_demo_stakeholder{"app.insert_demo_stakeholder", R"sql(
INSERT INTO policy.stakeholder (municipality_id, id, document_id, sector, person_id, name)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

const db::Statement insert_demo_consultation{"app.insert_demo_consultation", R"sql(
INSERT INTO policy.consultation (municipality_id, id, document_id, edition_id, question, closes_on, opened_at)
VALUES ($1, $2, $3,
        (SELECT id FROM policy.edition
          WHERE document_id = $3 AND state = 'current'),
        $4, $5, $6)
)sql"};

const db::Statement insert_demo_invitation{"app.insert_demo_invitation", R"sql(
INSERT INTO policy.invitation (municipality_id, id, consultation_id, stakeholder_id, token_hash, invited_at)
SELECT $1, $2, $3, id, $4, $5
  FROM policy.stakeholder
 WHERE document_id = $6
   AND person_id = $7
)sql"};

const db::Statement insert_demo_comment{"app.insert_demo_comment", R"sql(
INSERT INTO policy.comment (municipality_id, id, invitation_id, clause_id, text, at)
SELECT $1, $2, i.id, $3, $4, $5
  FROM policy.invitation i
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
 WHERE i.consultation_id = $6
   AND s.person_id = $7
)sql"};

class PolicyLoader {
 public:
  PolicyLoader(db::Session& session, std::filesystem::path folder, const DemoParts& parts, Instant now)
      : session_(session), folder_(std::move(folder)), parts_(parts), now_(now), in_(json::parse(read_file(folder_ / "policy.json"))) {}

  void load() {
    // Who advises on impact made the links of policy, and says so.
    const db::Actor start = session_.actor();
    session_.become({start.municipality_id, person(value("impact_advisor")).value(), "demo"});
    for (const value& each : in_.at("documents").as_array()) document(each);
    for (const value& each : in_.at("goals").as_array()) goal(each);
    for (const value& row : in_.at("manifest").as_array()) step(row.as_array());
    team(json::parse(read_file(folder_ / "organisation.json")).at("team"));
    consultation(in_.at("consultation"));
    calls();
    session_.become(start);
  }

 private:
  db::Session& session_;
  std::filesystem::path folder_;
  const DemoParts& parts_;
  Instant now_;
  value in_;
  std::map<std::string, Uuid> documents_;
  std::map<std::string, Uuid> goals_;

  [[nodiscard]] Uuid municipality() const { return session_.actor().municipality_id; }
  std::optional<Uuid> unit(const value& name) {
    if (name.is_null()) return std::nullopt;
    return session_.scalar<Uuid>("SELECT id FROM organisation.unit WHERE name = $1", demo_text(name));
  }
  std::optional<Uuid> person(const value& role) {
    if (role.is_null()) return std::nullopt;
    return session_.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", demo_text(role));
  }
  Uuid clause(const std::string& beginning) {
    const auto found = session_.scalar<Uuid>(clause_that_starts_with, beginning);
    if (!found) throw std::runtime_error("demo: no clause begins with " + beginning);
    return *found;
  }
  void mark(const std::string& beginning, const char* kind, const std::vector<std::string>& themes) {
    session_.query("UPDATE policy.clause SET mark = $2, themes = $3::text[] WHERE id = $1", clause(beginning), std::string(kind), themes);
  }

  void document(const value& in) {
    const std::string file = demo_text(in.at("file"));
    const std::string content = read_file(folder_ / "policy" / file);
    const auto text = documents::document_of(parts_.readers, content, file);
    policy::DocumentInput document;
    document.title = text.blocks.front().text;
    boost::describe::enum_from_string(demo_text(in.at("kind")).c_str(), document.kind);
    boost::describe::enum_from_string(demo_text(in.at("level")).c_str(), document.level);
    boost::describe::enum_from_string(demo_text(in.at("status")).c_str(), document.status);
    if (const value* name = in.as_object().if_contains("unit")) document.unit_id = unit(*name);
    document.valid_from = day(in.at("validFrom"));
    document.valid_to = day(in.at("validTo"));
    document.adopted_on = day(in.at("adoptedOn"));
    const Uuid id = policy::add_document(session_, document, now_);
    policy::store_edition(session_, {id, file, content}, text, parts_.engine, now_);
    documents_[file] = id;
    for (const value& each : in.at("vision").as_array()) mark(demo_text(each), "vision", {});
    for (const value& each : in.at("mission").as_array()) mark(demo_text(each), "mission", {});
    for (const auto& each : in.at("ambitions").as_object())
      mark(std::string(each.key()), "ambition", json::decode<std::vector<std::string>>(each.value()));
  }

  void goal(const value& in) {
    policy::GoalInput goal;
    goal.title = demo_text(in.at("title"));
    goal.explanation = demo_text(in.at("explanation"));
    boost::describe::enum_from_string(demo_text(in.at("level")).c_str(), goal.level);
    goal.themes = json::decode<std::vector<std::string>>(in.at("themes"));
    goal.sdgs = json::decode<std::vector<int>>(in.at("sdgs"));
    goal.unit_id = unit(in.at("unit"));
    goal.owner_id = person(in.at("owner"));
    if (!in.at("parent").is_null()) goal.parent_id = goals_.at(demo_text(in.at("parent")));
    goal.no_parent_reason = demo_text_if(in.at("noParentReason"));
    goal.indicator = demo_text_if(in.at("indicator"));
    goal.indicator_unit = demo_text_if(in.at("indicatorUnit"));
    const auto number = [&](const char* name) {
      return in.at(name).is_null() ? std::nullopt : std::optional(in.at(name).to_number<double>());
    };
    const auto year = [&](const char* name) { return in.at(name).is_null() ? std::nullopt : std::optional(in.at(name).to_number<int>()); };
    goal.baseline = number("baseline");
    goal.baseline_year = year("baselineYear");
    goal.target = number("target");
    goal.target_year = year("targetYear");
    for (const value& each : in.at("path").as_array()) goal.path.push_back({each.at(0).to_number<int>(), each.at(1).to_number<double>()});
    for (const value& each : in.at("sources").as_array()) {
      const Uuid source = clause(demo_text(each));
      goal.sources.push_back(
          {source, session_.scalar<std::string>("SELECT text FROM policy.passage WHERE clause_id = $1", source).value_or("")});
    }
    goals_[demo_text(in.at("key"))] = policy::add_goal(session_, goal, now_);
  }

  void step(const array& row) {
    session_.query(insert_demo_manifest_step, municipality(), new_id(), demo_text(row[0]), unit(row[1]), row[2].to_number<int>(),
                   row[3].to_number<int>(), demo_text(row[4]), demo_text(row[5]), person(value("impact_advisor")), now_);
  }

  void team(const value& in) {
    session_.query("INSERT INTO organisation.team (municipality_id, place, rhythm) VALUES ($1, $2, $3)", municipality(),
                   demo_text(in.at("place")), demo_text(in.at("rhythm")));
    for (const value& m : in.at("members").as_array())
      session_.query(insert_demo_team_member, municipality(), new_id(), person(m.at(0)), demo_text(m.at(1)), unit(m.at(2)),
                     json::decode<std::vector<std::string>>(m.at(3)));
    for (const value& a : in.at("advisers").as_array())
      session_.query(insert_demo_adviser, municipality(), new_id(), person(a.at(0)), unit(a.at(1)));
    for (const value& m : in.at("mandates").as_array())
      session_.query(insert_demo_team_mandate, municipality(), new_id(), person(m.at(0)), demo_text(m.at(1)),
                     m.at(2).to_number<std::int64_t>());
  }

  // The newest calls that ask a goal's theme, for some goals; the others stay gaps.
  void calls() {
    for (const char* key : {"rb-materieel", "rb-groen", "wegen", "meubels", "vijfprocent", "toegankelijk", "keten"}) {
      const auto newest = session_.query(newest_calls_on_goal, goals_.at(key));
      for (int i = 0; i < newest.rows(); ++i)
        thread::confirm(session_, {"goal", goals_.at(key)}, {"notice", newest.get<Uuid>(i, 0)},
                        {"De tekst van deze aankondiging vraagt het.", now_});
    }
  }

  void consultation(const value& in) {
    const Uuid document = documents_.at(demo_text(in.at("document")));
    for (const value& s : in_.at("stakeholders").as_array()) {
      const auto who = person(s.at(2));
      const auto name =
          who ? session_.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", *who) : demo_text_if(s.at(3));
      session_.query(insert_demo_stakeholder, municipality(), new_id(), documents_.at(demo_text(s.at(0))), demo_text(s.at(1)), who, name);
    }
    const Uuid id = new_id();
    session_.query(insert_demo_consultation, municipality(), id, document, demo_text(in.at("question")), demo_text(in.at("closesOn")),
                   now_);
    for (const value& each : in.at("invite").as_array())
      session_.query(insert_demo_invitation, municipality(), new_id(), id, sha256_hex(random_token()), now_, document, person(each));
    for (const value& each : in.at("comments").as_array())
      session_.query(insert_demo_comment, municipality(), new_id(), clause(demo_text(each.at(1))), demo_text(each.at(2)), now_, id,
                     person(each.at(0)));
  }
};

}  // namespace

void load_demo_policy(db::Session& session, const std::filesystem::path& folder, const DemoParts& parts, Instant now) {
  if (!session.query("SELECT 1 FROM policy.document WHERE built_in IS NULL LIMIT 1").empty()) return;
  PolicyLoader(session, folder, parts, now).load();
}

}  // namespace tenzij::app
