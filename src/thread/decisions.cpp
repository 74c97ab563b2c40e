// What a person says of many links at once: they hold, they do not, or that word is taken back.
#include <map>
#include <set>

#include "reference/reference.h"
#include "thread/walk.h"

namespace tenzij::thread {

namespace {

struct LinkDecision {
  std::string upper_kind;
  Uuid upper_id;
  std::string lower_kind;  // of a whole (a purchase): every part of it that has a link to this upper record
  Uuid lower_id;
  LinkState state{};  // confirmed, rejected; suggested: takes back what who asks said
  std::optional<std::string> why;
  std::optional<std::int64_t> version;  // as it was seen; none: as nobody else judged it
  static constexpr std::array<json::Length, 2> lengths{{{"upper_kind", limits::code_longest}, {"lower_kind", limits::code_longest}}};
};
BOOST_DESCRIBE_STRUCT(LinkDecision, (), (upper_kind, upper_id, lower_kind, lower_id, state, why, version))

struct LinkDecisions {
  std::vector<LinkDecision> items;
  // All that a rule finds for the largest municipality, at once.
  static constexpr std::array<json::Length, 1> lengths{{{"items", limits::text_longest, 10 * limits::list_longest}}};
};
BOOST_DESCRIBE_STRUCT(LinkDecisions, (), (items))

struct DecidedLink {
  std::string upper_kind;
  Uuid upper_id;
  std::string lower_kind;
  Uuid lower_id;
  LinkState state{};
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DecidedLink, (), (upper_kind, upper_id, lower_kind, lower_id, state, version))

// Not done, and why: linkGone, linkArchived, linkCircle, linkDecided (somebody was first), linkNotYours.
struct LinkConflict {
  std::string upper_kind;
  Uuid upper_id;
  std::string lower_kind;
  Uuid lower_id;
  std::string code;
  std::string named;                  // the archived record, or the circle
  std::optional<LinkState> state;     // as it is now
  std::optional<std::string> person;  // who said so
  std::optional<Instant> at;
  std::string why;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(LinkConflict, (), (upper_kind, upper_id, lower_kind, lower_id, code, named, state, person, at, why, version))

struct LinksDecided {
  std::vector<DecidedLink> items;
  std::vector<LinkConflict> conflicts;
};
BOOST_DESCRIBE_STRUCT(LinksDecided, (), (items, conflicts))

// One link of what was asked: the links of a whole are those of its parts.
struct Member {
  int n;
  std::string lower_kind;
  Uuid lower_id;
  LinkState state{};
  std::int64_t version;
  std::optional<Uuid> person_id;
  std::optional<std::string> person;
  Instant at;
  std::string why;
  std::string archived;
};
BOOST_DESCRIBE_STRUCT(Member, (), (n, lower_kind, lower_id, state, version, person_id, person, at, why, archived))

// Whoever judges links of a municipality waits here, so that the first of two wins.
const db::Statement one_at_a_time{"thread.one_at_a_time",
                                  "SELECT pg_advisory_xact_lock(752, hashtext(platform.current_municipality()::text))"};

const db::Statement links_asked{"thread.links_asked", R"sql(
WITH asked AS MATERIALIZED (
  SELECT a.n, a.upper_kind, a.upper_id, a.lower_kind, a.lower_id
    FROM jsonb_to_recordset($1::jsonb) AS a(n int, upper_kind text, upper_id uuid, lower_kind text, lower_id uuid)),
itself AS (
  SELECT a.n, l.upper_kind, l.upper_id, l.lower_kind, l.lower_id, l.state, l.version, l.person_id, l.at, l.why
    FROM asked a
    JOIN thread.link l ON l.upper_kind = a.upper_kind AND l.upper_id = a.upper_id
                      AND l.lower_kind = a.lower_kind AND l.lower_id = a.lower_id
   WHERE l.state <> 'inherited'
     FOR UPDATE OF l),
part AS (
  SELECT a.n, l.upper_kind, l.upper_id, l.lower_kind, l.lower_id, l.state, l.version, l.person_id, l.at, l.why
    FROM asked a
    JOIN thread.record r ON r.whole_id = a.lower_id AND r.whole_kind = a.lower_kind
    JOIN thread.folded_kind f ON f.kind = r.kind
    JOIN thread.link l ON l.upper_kind = a.upper_kind AND l.upper_id = a.upper_id
                      AND l.lower_kind = r.kind AND l.lower_id = r.id
   WHERE l.state <> 'inherited'
     FOR UPDATE OF l),
member AS (
  SELECT * FROM itself
  UNION ALL
  SELECT * FROM part)
SELECT m.n, m.lower_kind, m.lower_id, m.state, m.version, m.person_id, p.name AS person, m.at, m.why,
       CASE WHEN u.archived THEN u.title WHEN r.archived THEN r.title WHEN w.archived THEN w.title ELSE '' END
              AS archived
  FROM member m
  JOIN thread.record u ON u.kind = m.upper_kind AND u.id = m.upper_id
  JOIN thread.record r ON r.kind = m.lower_kind AND r.id = m.lower_id
  LEFT JOIN thread.record w ON w.kind = r.whole_kind AND w.id = r.whole_id
  LEFT JOIN organisation.person p ON p.municipality_id = u.municipality_id AND p.id = m.person_id
 ORDER BY m.n, m.at
)sql"};

// What is lower may not be above what is upper already.
const db::Statement circles_closed{"thread.circles_closed", R"sql(
WITH RECURSIVE said AS MATERIALIZED (
  SELECT s.n, s.upper_kind, s.upper_id, s.lower_kind, s.lower_id
    FROM jsonb_to_recordset($1::jsonb) AS s(n int, upper_kind text, upper_id uuid, lower_kind text, lower_id uuid)),
above(from_kind, from_id, kind, id) AS (
  SELECT DISTINCT s.upper_kind, s.upper_id, s.upper_kind, s.upper_id FROM said s
  UNION
  SELECT a.from_kind, a.from_id, e.upper_kind, e.upper_id
    FROM above a
   CROSS JOIN LATERAL (
     SELECT k.upper_kind, k.upper_id
       FROM thread.link k
      WHERE k.lower_id = a.id AND k.lower_kind = a.kind AND k.counts
     OFFSET 0) e)
SELECT s.n,
       coalesce((SELECT string_agg(t.title, ' → ') FROM thread.path(s.lower_kind, s.lower_id, s.upper_kind,
              s.upper_id) t), '') AS path
  FROM said s
  JOIN above a ON a.from_kind = s.upper_kind AND a.from_id = s.upper_id AND a.kind = s.lower_kind
         AND a.id = s.lower_id
)sql"};

// A word taken back leaves what the rule found; what no rule found is gone then.
const db::Statement say_links{"thread.say_links", R"sql(
WITH said AS MATERIALIZED (
  SELECT s.n, s.upper_kind, s.upper_id, s.lower_kind, s.lower_id, s.state, s.why
    FROM jsonb_to_recordset($1::jsonb) AS s(n int, upper_kind text, upper_id uuid, lower_kind text, lower_id uuid,
           state text, why text)),
gone AS (
  DELETE FROM thread.link l
   USING said s
   WHERE l.upper_kind = s.upper_kind AND l.upper_id = s.upper_id AND l.lower_kind = s.lower_kind
          AND l.lower_id = s.lower_id
     AND s.state = 'suggested' AND l.rule = '')
UPDATE thread.link l
   SET state = s.state,
       why = CASE WHEN s.why = '' OR s.state = 'suggested' THEN l.rule_words ELSE s.why END,
       person_id = CASE WHEN s.state = 'suggested' THEN NULL ELSE platform.current_person() END,
       at = $2,
       version = l.version + 1
  FROM said s
 WHERE l.upper_kind = s.upper_kind AND l.upper_id = s.upper_id AND l.lower_kind = s.lower_kind
        AND l.lower_id = s.lower_id
   AND NOT (s.state = 'suggested' AND l.rule = '')
RETURNING s.n, l.version
)sql"};

json::object keys_of(int n, const LinkDecision& each) {
  return {{"n", n},
          {"upper_kind", each.upper_kind},
          {"upper_id", each.upper_id.str()},
          {"lower_kind", each.lower_kind},
          {"lower_id", each.lower_id.str()}};
}

bool judged(const Member& each) { return each.state == LinkState::confirmed || each.state == LinkState::rejected; }

// What keeps a decision from being taken; empty: nothing. Done: it stands already, by who asks.
std::string refusal(const LinkDecision& asked, const std::vector<const Member*>& members, const Uuid& self, bool& done) {
  if (members.empty()) return "linkGone";
  if (asked.state == LinkState::confirmed)
    for (const Member* each : members)
      if (!each->archived.empty()) return "linkArchived";
  std::int64_t version = 0;
  bool others = false;
  done = true;
  for (const Member* each : members) {
    version = std::max(version, each->version);
    others = others || (judged(*each) && each->person_id != self);
    const bool same = each->state == asked.state && (!judged(*each) || each->person_id == self);
    done = done && same && (!asked.why || asked.why->empty() || *asked.why == each->why);
  }
  if (done) return "";
  if (asked.state == LinkState::suggested && others) return "linkNotYours";
  if (asked.version ? *asked.version != version : others) return "linkDecided";
  return "";
}

class Decider {
 public:
  Decider(db::Session& session, const LinkDecisions& in, const http::Request& request) : session_(session), in_(in), request_(request) {}

  LinksDecided decide() {
    session_.query(one_at_a_time);
    read();
    judge();
    refuse_circles();
    write();
    return std::move(out_);
  }

 private:
  db::Session& session_;
  const LinkDecisions& in_;
  const http::Request& request_;
  std::vector<Member> members_;
  std::vector<std::vector<const Member*>> of_;  // by place in what was asked
  std::map<int, std::int64_t> versions_;        // of what stands or will stand
  std::set<int> accepted_;
  LinksDecided out_;

  void read() {
    json::array asked;
    for (std::size_t n = 0; n < in_.items.size(); ++n) asked.push_back(keys_of(static_cast<int>(n), in_.items[n]));
    members_ = session_.rows<Member>(links_asked, json::value(std::move(asked)));
    of_.resize(in_.items.size());
    for (const Member& each : members_) of_[static_cast<std::size_t>(each.n)].push_back(&each);
  }

  void judge() {
    std::set<std::tuple<std::string, Uuid, std::string, Uuid>> seen;
    for (std::size_t n = 0; n < in_.items.size(); ++n) {
      const LinkDecision& asked = in_.items[n];
      const bool twice = !seen.emplace(asked.upper_kind, asked.upper_id, asked.lower_kind, asked.lower_id).second;
      bool done = false;
      const std::string code = twice ? "linkDecided" : refusal(asked, of_[n], request_.who.person_id, done);
      if (!code.empty()) {
        refuse(n, code, "");
        continue;
      }
      for (const Member* each : of_[n]) versions_[static_cast<int>(n)] = std::max(versions_[static_cast<int>(n)], each->version);
      if (!done) accepted_.insert(static_cast<int>(n));
    }
  }

  void refuse(std::size_t n, const std::string& code, const std::string& named) {
    const LinkDecision& asked = in_.items[n];
    LinkConflict conflict{asked.upper_kind, asked.upper_id, asked.lower_kind, asked.lower_id, code, named, {}, {}, {}, "", 0};
    for (const Member* each : of_[n]) {
      if (conflict.named.empty()) conflict.named = each->archived;
      conflict.version = std::max(conflict.version, each->version);
      if (conflict.state && !judged(*each)) continue;
      // The last word of whoever judged it.
      conflict.state = each->state;
      conflict.person = each->person;
      conflict.at = each->at;
      conflict.why = each->why;
    }
    out_.conflicts.push_back(std::move(conflict));
  }

  void refuse_circles() {
    json::array said;
    for (const int n : accepted_)
      if (in_.items[static_cast<std::size_t>(n)].state == LinkState::confirmed)
        said.push_back(keys_of(n, in_.items[static_cast<std::size_t>(n)]));
    if (said.empty()) return;
    const auto found = session_.query(circles_closed, json::value(std::move(said)));
    for (int row = 0; row < found.rows(); ++row) {
      const int n = found.get<int>(row, 0);
      if (accepted_.erase(n) == 0) continue;
      versions_.erase(n);
      refuse(static_cast<std::size_t>(n), "linkCircle", std::string(found.text(row, 1)));
    }
  }

  void write() {
    json::array said;
    json::array between_equals;
    for (const Member& each : members_) {
      if (!accepted_.contains(each.n)) continue;
      const LinkDecision& asked = in_.items[static_cast<std::size_t>(each.n)];
      json::object row = keys_of(each.n, asked);
      row["lower_kind"] = each.lower_kind;
      row["lower_id"] = each.lower_id.str();
      if (asked.state == LinkState::confirmed && asked.upper_kind == each.lower_kind) between_equals.push_back(row);
      row["state"] = json::encode(asked.state);
      row["why"] = asked.why.value_or("");
      said.push_back(std::move(row));
    }
    // A thousand a statement: each must end within the time that a statement has, and each link goes into the audit log.
    for (std::size_t from = 0; from < said.size(); from += limits::list_longest) {
      const auto end = said.begin() + static_cast<std::ptrdiff_t>(std::min(said.size(), from + limits::list_longest));
      const auto written =
          session_.query(say_links, json::value(json::array(said.begin() + static_cast<std::ptrdiff_t>(from), end)), request_.now);
      for (int row = 0; row < written.rows(); ++row) {
        std::int64_t& version = versions_[written.get<int>(row, 0)];
        version = std::max(version, written.get<std::int64_t>(row, 1));
      }
    }
    // Two links of one request can close a circle together.
    if (between_equals.size() > 1)
      if (const auto found = session_.query(circles_closed, json::value(std::move(between_equals))); !found.empty())
        throw conflict("linkCircle", {{"path", std::string(found.text(0, 1))}});
    for (const auto& [n, version] : versions_) {
      const LinkDecision& asked = in_.items[static_cast<std::size_t>(n)];
      out_.items.push_back({asked.upper_kind, asked.upper_id, asked.lower_kind, asked.lower_id, asked.state, version});
    }
  }
};

// Whoever may change the lower records may say what they came from.
void require_may(const http::Request& request, const LinkDecisions& in, const Kinds& kinds) {
  std::map<std::string, const Kind*> known;
  for (const Kind& each : kinds) known[each.kind] = &each;
  for (std::size_t n = 0; n < in.items.size(); ++n) {
    const LinkDecision& each = in.items[n];
    const std::string pointer = "/items/" + std::to_string(n);
    if (!known.contains(each.upper_kind)) throw bad_field(pointer + "/upperKind", "notInList");
    if (!known.contains(each.lower_kind)) throw bad_field(pointer + "/lowerKind", "notInList");
    if (each.state == LinkState::inherited) throw bad_field(pointer + "/state", "notInList");
    if (!request.who.may(known[each.upper_kind]->permission) || !request.who.may(known[each.lower_kind]->edit))
      throw Error(403, "notAllowed");
  }
}

// Why a link does not hold may be left out; what is said must say something.
void require_reasons(db::Session& session, const LinkDecisions& in) {
  std::vector<FieldError> errors;
  std::optional<reference::Reasons> reasons;
  for (std::size_t n = 0; n < in.items.size(); ++n) {
    const LinkDecision& each = in.items[n];
    if (each.state != LinkState::rejected || !each.why || each.why->empty()) continue;
    if (!reasons) reasons.emplace(session);
    reasons->check_given("/items/" + std::to_string(n) + "/why", *each.why, errors);
    if (errors.size() >= limits::field_errors) break;
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
}

}  // namespace

void add_decision_routes(http::Router& router, const Kinds& kinds) {
  router.post<LinksDecided>(
      "/link-decisions", "policy.read",
      {"decideLinks", "red-thread", "Say of many links at once whether they hold; what could not be done comes back with the reason"},
      [kinds](const http::Request& request, db::Session& session, const LinkDecisions& in) {
        require_may(request, in, kinds);
        require_reasons(session, in);
        return Decider(session, in, request).decide();
      },
      200);
}

}  // namespace tenzij::thread
