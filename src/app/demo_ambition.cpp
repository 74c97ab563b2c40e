// The demo's ambition sessions: four finished ones with their scores and words, one that waits, and the web of the four.
#include "app/demo.h"
#include "platform/base/files.h"

namespace tenzij::app {

std::string demo_text(const json::value& v) { return std::string(std::string_view(v.as_string())); }
std::optional<std::string> demo_text_if(const json::value& v) { return v.is_null() ? std::nullopt : std::optional(demo_text(v)); }

namespace {

using json::value;

std::optional<std::string> named(const value& in, const char* name) {
  const value* found = in.as_object().if_contains(name);
  return found == nullptr ? std::nullopt : demo_text_if(*found);
}

const db::Statement insert_demo_web{"app.insert_demo_web", R"sql(
INSERT INTO ambition.web (municipality_id, id, title, person_id, created_at)
VALUES ($1, $2, $3, $4, $5)
)sql"};

const db::Statement insert_demo_web_part{"app.insert_demo_web_part", R"sql(
INSERT INTO ambition.web_part (municipality_id, web_id, session_id, weight)
VALUES ($1, $2, $3, $4)
)sql"};

const db::Statement insert_demo_participant{"app.insert_demo_participant", R"sql(
INSERT INTO ambition.participant (municipality_id, id, session_id, name, role, invited_at, joined_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

const db::Statement insert_demo_action{"app.insert_demo_action", R"sql(
INSERT INTO ambition.action (municipality_id, id, session_id, position, text, owner_id, due_on, created_at)
SELECT $1, $2, $3, position, $5, $6, $7, $8
  FROM ambition.theme
 WHERE session_id = $3
   AND code = $4
)sql"};

const db::Statement insert_demo_vote{"app.insert_demo_vote", R"sql(
INSERT INTO ambition.vote (municipality_id, session_id, position, round, participant_id, level, motivation, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

const db::Statement insert_demo_note{"app.insert_demo_note", R"sql(
INSERT INTO ambition.note (municipality_id, id, session_id, position, kind, text, participant_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

const db::Statement update_demo_theme{"app.update_demo_theme", R"sql(
UPDATE ambition.theme
   SET state = $3, agreed_level = $4, reason = $5, decider = $6, decided_at = $7
 WHERE session_id = $1
   AND position = $2
)sql"};

class AmbitionLoader {
 public:
  AmbitionLoader(db::Session& session, const ambition::Levels& levels) : session_(session), levels_(levels) {}

  void load(const value& in) {
    for (const value& each : in.at("sessions").as_array()) meet(each);
    const Uuid web = new_id();
    session_.query(insert_demo_web, municipality(), web, demo_text(in.at("web").at("title")), person("impact_advisor"),
                   moment("2026-10-20"));
    for (const value& part : in.at("web").at("parts").as_array())
      session_.query(insert_demo_web_part, municipality(), web, sessions_.at(demo_text(part.at(0))), part.at(1).to_number<int>());
  }

 private:
  db::Session& session_;
  const ambition::Levels& levels_;
  std::map<std::string, Uuid> sessions_;

  [[nodiscard]] Uuid municipality() const { return session_.actor().municipality_id; }
  static Instant moment(const std::string& day) { return *parse_instant(day + "T13:00:00Z"); }
  std::optional<Uuid> person(const std::string& role) {
    return session_.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", role);
  }

  Uuid prepare(const value& in) {
    ambition::SessionInput session;
    session.title = demo_text(in.at("title"));
    session.question = demo_text(in.at("question"));
    boost::describe::enum_from_string(demo_text(in.at("purpose")).c_str(), session.purpose);
    if (const auto unit = named(in, "unit"))
      session.unit_id = session_.scalar<Uuid>("SELECT id FROM organisation.unit WHERE name = $1", *unit);
    session.cpv = named(in, "cpv");
    session.project = named(in, "project");
    session.year = in.at("year").to_number<int>();
    session.planned_on = Date::parse(demo_text(in.at("day")));
    session.allow_anonymous = in.at("anonymous").as_bool();
    for (const value& role : in.at("wanted").as_array())
      boost::describe::enum_from_string(demo_text(role).c_str(), session.wanted_roles.emplace_back());
    const Uuid id = ambition::add_session(session_, session, levels_, "nl", moment(demo_text(in.at("day"))) - std::chrono::hours(24 * 14));
    session_.query("UPDATE ambition.session SET facilitator_id = $2 WHERE id = $1", id, person("impact_advisor"));
    return id;
  }

  void meet(const value& in) {
    const Uuid id = prepare(in);
    const Instant at = moment(demo_text(in.at("day")));
    const bool waiting = in.as_object().contains("waiting");
    std::vector<Uuid> people;
    for (const value& each : in.at("people").as_array()) {
      people.push_back(new_id());
      session_.query(insert_demo_participant, municipality(), people.back(), id, demo_text(each.at(0)), demo_text(each.at(1)),
                     at - std::chrono::hours(24 * 7), waiting ? std::nullopt : std::optional(at));
    }
    if (waiting) return;
    sessions_[demo_text(in.at("key"))] = id;
    for (const auto& each : in.at("themes").as_object()) theme(id, std::string(each.key()), each.value(), people, at);
    // Themes that were not on the table do not belong to this session.
    session_.query("DELETE FROM ambition.theme WHERE session_id = $1 AND state = 'open'", id);
    for (const value& each : in.at("actions").as_array())
      session_.query(insert_demo_action, municipality(), new_id(), id, demo_text(each.at(0)), demo_text(each.at(1)),
                     person(demo_text(each.at(2))), Date::parse(demo_text(each.at(3))), at);
    session_.query("UPDATE ambition.session SET status = 'running', started_at = $2 WHERE id = $1", id, at);
    ambition::close_session(session_, id, *Date::parse(demo_text(in.at("validFrom"))), *Date::parse(demo_text(in.at("validTo"))),
                            at + std::chrono::hours(2));
  }

  void theme(const Uuid& id, const std::string& code, const value& in, const std::vector<Uuid>& people, Instant at) {
    const int position = session_.scalar<int>("SELECT position FROM ambition.theme WHERE session_id = $1 AND code = $2", id, code).value();
    int round = 0;
    for (const value& each : in.at("scores").as_array()) {
      ++round;
      const std::string scores = demo_text(each);
      for (std::size_t i = 0; i < people.size(); ++i) {
        const char score = scores.at(i);
        const value* reason = round == 1 ? in.at("motivations").as_object().if_contains(std::string(1, score)) : nullptr;
        // The first who gave this score says why.
        const bool speaks = reason != nullptr && scores.find(score) == i;
        session_.query(insert_demo_vote, municipality(), id, position, round, people[i],
                       score == '?' ? std::nullopt : std::optional<int>(score - '0'), speaks ? demo_text(*reason) : std::string(), at);
      }
    }
    for (const value& note : in.at("notes").as_array())
      session_.query(insert_demo_note, municipality(), new_id(), id, position, demo_text(note.at(0)), demo_text(note.at(1)),
                     people.at(note.at(2).to_number<std::size_t>()), at);
    const bool agreed = in.as_object().contains("agreed");
    session_.query(update_demo_theme, id, position, std::string(agreed ? "agreed" : "disagreed"),
                   agreed ? std::optional(in.at("agreed").to_number<int>()) : std::nullopt,
                   demo_text(in.at(agreed ? "reason" : "disagreed")), agreed ? std::nullopt : named(in, "decider"),
                   at + std::chrono::hours(1));
  }
};

}  // namespace

void load_demo_ambition(db::Session& session, const std::filesystem::path& folder, const ambition::Levels& levels) {
  if (!session.query("SELECT 1 FROM ambition.session LIMIT 1").empty()) return;
  AmbitionLoader(session, levels).load(json::parse(read_file(folder / "ambition.json")));
}

}  // namespace tenzij::app
