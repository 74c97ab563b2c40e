// Screens about whose notices are: the names and numbers of the municipality, and what people say of a notice.
#include "notices/store.h"
#include "notices/views.h"

namespace tenzij::notices {

namespace {

enum class Said { own, joint, other };
BOOST_DESCRIBE_ENUM(Said, own, joint, other)

struct MarksInput {
  std::vector<std::string> names;
  std::vector<std::string> identifiers;
};
BOOST_DESCRIBE_STRUCT(MarksInput, (), (names, identifiers))

struct OwnerInput {
  Said whose;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(OwnerInput, (), (whose, reason))

struct OwnersInput {
  std::vector<Uuid> notice_ids;
  std::optional<Said> whose;  // without it: as the rule says, what was said is taken back
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(OwnersInput, (), (notice_ids, whose, reason))

struct OwnersChanged {
  std::int64_t notices;
};
BOOST_DESCRIBE_STRUCT(OwnersChanged, (), (notices))

constexpr std::size_t longest_mark = 200;
constexpr std::size_t longest_reason = 2000;
constexpr std::size_t most_at_once = 500;  // five pages of the list
constexpr std::size_t most_marks = 50;

void check_reason(db::Session& session, const std::string& reason) {
  if (reason.size() > longest_reason) throw bad_field("/reason", "tooLong", {{"limit", std::to_string(longest_reason)}});
  std::vector<FieldError> errors;
  reference::Reasons(session).check_given("/reason", reason, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const db::Statement insert_own_mark{"notices.insert_own_mark", R"sql(
INSERT INTO notices.own_mark (municipality_id, kind, value)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
)sql"};

Marks set_marks(const http::Request& request, db::Session& session, const MarksInput& in, jobs::Runner& runner) {
  std::vector<FieldError> errors;
  const auto check = [&](const std::vector<std::string>& list, const std::string& name) {
    if (list.size() > most_marks) errors.push_back({"/" + name, "tooMany", {{"limit", std::to_string(most_marks)}}});
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string at = "/" + name + "/" + std::to_string(i);
      if (text::trim(list[i]).empty()) errors.push_back({at, "required"});
      if (list[i].size() > longest_mark) errors.push_back({at, "tooLong", {{"limit", std::to_string(longest_mark)}}});
    }
  };
  check(in.names, "names");
  check(in.identifiers, "identifiers");
  if (in.names.empty()) errors.push_back({"/names", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query("DELETE FROM notices.own_mark");
  const auto keep = [&](const std::vector<std::string>& list, const char* kind) {
    for (const std::string& each : list)
      session.query(insert_own_mark, session.actor().municipality_id, kind, std::string(text::trim(each)));
  };
  keep(in.names, "name");
  keep(in.identifiers, "identifier");
  if (enqueue_reread(session, request.now)) runner.wake();
  return marks_of(session);
}

const db::Statement family_of_notices{"notices.family_of_notices", R"sql(
SELECT id
  FROM notices.family($1::uuid[])
)sql"};

struct Member {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(Member, (), (id))

const db::Statement withdraw_claims{"notices.withdraw_claims", R"sql(
UPDATE notices.claim
   SET withdrawn_at = $2
 WHERE notice_id = ANY ($1::uuid[])
   AND withdrawn_at IS NULL
)sql"};

const db::Statement insert_claim{"notices.insert_claim", R"sql(
INSERT INTO notices.claim (municipality_id, id, notice_id, whose, reason, person_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

// Takes back what was said of these procedures, and says the new thing of the notices that were named; their whole
// procedures follow.
std::int64_t say(const http::Request& request, db::Session& session, const std::vector<Uuid>& named, std::optional<Said> whose,
                 const std::string& reason) {
  std::vector<Uuid> members;
  for (const Member& each : session.rows<Member>(family_of_notices, named)) members.push_back(each.id);
  if (session.query("SELECT 1 FROM notices.notice WHERE id = ANY ($1::uuid[]) FOR UPDATE", named).rows() != static_cast<int>(named.size()))
    throw not_found();
  const auto withdrawn = session.query(withdraw_claims, members, request.now);
  if (whose) {
    for (const Uuid& id : named)
      session.query(insert_claim, session.actor().municipality_id, new_id(), id, *whose, std::string(text::trim(reason)),
                    request.who.person_id, request.now);
  } else if (withdrawn.affected() == 0) {
    throw not_found();
  }
  for (const Uuid& id : named) settle(session, {id});
  return static_cast<std::int64_t>(members.size());
}

}  // namespace

void add_owner_routes(http::Router& router, jobs::Runner& runner) {
  router.get<Marks>("/notice-owner-marks", "notices.read",
                    {"getOwnerMarks", "notices", "Names and numbers by which a notice is of this municipality"},
                    [](const http::Request&, db::Session& session) { return marks_of(session); });
  router.put<Marks>("/notice-owner-marks", "notices.import", {"setOwnerMarks", "notices", "Change them; a job judges all notices again"},
                    [&runner](const http::Request& request, db::Session& session, const MarksInput& in) {
                      return set_marks(request, session, in, runner);
                    });
  router.put<NoticeDetail>("/notices/{id}/owner", "notices.judge",
                           {"claimNotice", "notices", "Say whose the notices of this procedure are; goes before the rule"},
                           [](const http::Request& request, db::Session& session, const OwnerInput& in) {
                             check_reason(session, in.reason);
                             const Uuid id = request.id_param("id");
                             say(request, session, {id}, in.whose, in.reason);
                             return detail(session, id);
                           });
  router.remove("/notices/{id}/owner", "notices.judge", {"unclaimNotice", "notices", "Take that back; the rule decides again"},
                [](const http::Request& request, db::Session& session) { say(request, session, {request.id_param("id")}, {}, ""); });
  router.post<OwnersChanged>(
      "/notice-owners", "notices.judge",
      {"claimNotices", "notices", "Say of many notices whose they are; without `whose` what was said is taken back"},
      [](const http::Request& request, db::Session& session, const OwnersInput& in) {
        check_reason(session, in.reason);
        if (in.notice_ids.empty()) throw bad_field("/noticeIds", "required");
        if (in.notice_ids.size() > most_at_once) throw bad_field("/noticeIds", "tooMany", {{"limit", std::to_string(most_at_once)}});
        return OwnersChanged{say(request, session, in.notice_ids, in.whose, in.reason)};
      },
      200);
}

}  // namespace tenzij::notices
