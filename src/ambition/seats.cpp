// Taking part without an account: a code or an invitation gives a seat; a cookie keeps it on this phone.
#include "ambition/store.h"
#include "platform/auth/auth.h"
#include "platform/auth/guessing.h"

namespace tenzij::ambition {

namespace {

constexpr const char* cookie_name = "tenzij_seat";
constexpr std::size_t shown_name = 80;  // beside a score on the screen
constexpr std::size_t longest_motivation = 500;

struct JoinPreview {
  std::string title;
  std::string municipality;
  bool allow_anonymous;
  std::optional<std::string> name;  // of who was invited
  std::optional<Role> role;
};
BOOST_DESCRIBE_STRUCT(JoinPreview, (), (title, municipality, allow_anonymous, name, role))

struct JoinInput {
  std::optional<std::string> code;
  std::optional<std::string> invitation;  // the token of a personal link, instead of a code
  std::optional<std::string> name;        // none: anonymous, where that is allowed
  Role role{};
  static constexpr std::array<json::Length, 1> lengths{{{"name", shown_name}}};
};
BOOST_DESCRIBE_STRUCT(JoinInput, (), (code, invitation, name, role))

struct OwnVote {
  int position;
  int round;
  std::optional<int> level;
  std::string motivation;
};
BOOST_DESCRIBE_STRUCT(OwnVote, (), (position, round, level, motivation))

// What only this seat sees; what everybody sees comes over the line.
struct SeatView {
  Uuid id;
  Uuid session_id;
  std::string title;
  std::string municipality;
  std::string question;
  std::optional<std::string> name;
  std::string role;
  Instant now;
  std::vector<OwnVote> votes;
};
BOOST_DESCRIBE_STRUCT(SeatView, (), (id, session_id, title, municipality, question, name, role, now, votes))

struct VoteInput {
  int position{};
  int round{};
  std::optional<int> level;  // none: "I don't know"
  std::string motivation;
  static constexpr std::array<json::Length, 1> lengths{{{"motivation", longest_motivation}}};
};
BOOST_DESCRIBE_STRUCT(VoteInput, (), (position, round, level, motivation))

struct Seat {
  Uuid id;
  Uuid session_id;
};
BOOST_DESCRIBE_STRUCT(Seat, (), (id, session_id))

const db::Statement take_free_seat{"ambition.take_free_seat", R"sql(
INSERT INTO ambition.seats_taken AS t (municipality_id, session_id, address_hash, seats)
VALUES ($1, $2, $3, 1)
ON CONFLICT (municipality_id, session_id, address_hash)
DO UPDATE SET seats = t.seats + 1
 WHERE t.seats < $4
RETURNING seats
)sql"};

std::string cookie(const std::string& value, bool secure, long seconds) {
  return std::string(cookie_name) + "=" + value + "; Path=/api/v1/seat; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
         (secure ? "; Secure" : "");
}

// The municipality stands in front of every token: from here on the session is inside it.
bool enter_municipality(const http::Request& request, db::Session& session, std::string_view token) {
  const auto municipality = Uuid::parse(token.substr(0, 36));
  if (!municipality) return false;
  session.become({*municipality, {}, request.id});
  return true;
}

Seat seat_of(const http::Request& request, db::Session& session) {
  const std::string_view token = request.cookie(cookie_name);
  if (!enter_municipality(request, session, token)) throw Error(401, "noSeat");
  const auto seat =
      session.find<Seat>("SELECT id, session_id FROM ambition.participant WHERE seat_hash = $1 AND removed_at IS NULL", sha256_hex(token));
  if (!seat) throw Error(401, "noSeat");
  return *seat;
}

// --- guessing ----------------------------------------------------------------------------------------------

// A code is counted before it is looked up, per block of addresses and per code, and taken back when it is right: a full room
// behind one address comes in, and who guesses slows down nobody elsewhere.
std::vector<auth::Guessed> guessed(const http::Request& request, const std::string& code) {
  return {{"code from " + auth::address_block(request.remote, 24, 48), limits::code_tries_free, limits::longest_wait},
          {"code " + sha256_hex(code), limits::code_tries_free, limits::longest_wait}};
}

struct Found {
  Uuid municipality_id;
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(Found, (), (municipality_id, id))

// The session of a code; from here on inside its municipality.
Uuid session_of_code(const http::Request& request, db::Session& session, const std::string& typed) {
  const std::string code = read_code(typed);
  const auto tries = guessed(request, code);
  auth::count_try(session, tries, request.now);
  const auto found = code.empty() ? std::nullopt : session.find<Found>("SELECT * FROM ambition.find_code($1, $2)", code, request.now);
  if (!found) throw bad_field("/code", "wrongCode");
  auth::give_back_try(session, {tries[0].subject, tries[1].subject});
  session.keep();  // the next in line waits for this row no longer than that
  session.become({found->municipality_id, {}, request.id});
  return found->id;
}

struct Invited {
  Uuid id;
  Uuid session_id;
  std::optional<std::string> name;
  Role role;
};
BOOST_DESCRIBE_STRUCT(Invited, (), (id, session_id, name, role))
const db::Statement participant_by_invitation{"ambition.participant_by_invitation", R"sql(
SELECT q.id, q.session_id, q.name, q.role
  FROM ambition.participant q
  JOIN ambition.session s ON s.municipality_id = q.municipality_id AND s.id = q.session_id
 WHERE q.invitation_hash = $1
   AND q.removed_at IS NULL
   AND s.status <> 'closed'
)sql"};

Invited invited_by(const http::Request& request, db::Session& session, const std::string& token) {
  if (!enter_municipality(request, session, token)) auth::wrong_link(request, session);
  const auto found = session.find<Invited>(participant_by_invitation, sha256_hex(token));
  if (!found) auth::wrong_link(request, session);
  return *found;
}

const db::Statement session_before_joining{"ambition.session_before_joining", R"sql(
SELECT s.title, m.name, s.allow_anonymous
  FROM ambition.session s
  JOIN platform.municipality m ON m.id = s.municipality_id
 WHERE s.id = $1
)sql"};

JoinPreview preview(db::Session& session, const Uuid& id) {
  const auto row = session.query(session_before_joining, id);
  if (row.empty()) throw not_found();
  return {std::string(row.text(0, 0)), std::string(row.text(0, 1)), row.get<bool>(0, 2), {}, {}};
}

const db::Statement seat_of_participant{"ambition.seat_of_participant", R"sql(
SELECT q.id, q.session_id, s.title, m.name AS municipality, s.question, q.name, q.role, $2::timestamptz AS now,
       coalesce((SELECT jsonb_agg(jsonb_build_object('position', v.position, 'round', v.round, 'level', v.level,
                                                     'motivation', v.motivation))
                   FROM ambition.vote v
                  WHERE v.municipality_id = q.municipality_id
                    AND v.session_id = q.session_id
                    AND v.participant_id = q.id),
                '[]') AS votes
  FROM ambition.participant q
  JOIN ambition.session s ON s.municipality_id = q.municipality_id AND s.id = q.session_id
  JOIN platform.municipality m ON m.id = q.municipality_id
 WHERE q.id = $1
)sql"};

SeatView view(const http::Request& request, db::Session& session, const Seat& seat) {
  auto out = session.find<SeatView>(seat_of_participant, seat.id, request.now);
  if (!out) throw Error(401, "noSeat");
  return *out;
}

// --- joining -----------------------------------------------------------------------------------------------

std::optional<std::string> checked_name(const JoinInput& in, bool allow_anonymous) {
  const std::string name(text::trim(in.name.value_or("")));
  std::vector<FieldError> errors;
  check_text(name, "/name", shown_name, !allow_anonymous, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  return name.empty() ? std::nullopt : std::optional(name);
}

// One more seat of all and of this address, or no more: counted in one statement each, so that many at once pass no bound.
void take_seat(const http::Request& request, db::Session& session, const Uuid& id) {
  const bool shared = session.scalar<bool>("SELECT shared_address FROM ambition.session WHERE id = $1", id).value_or(false);
  const std::string address = sha256_hex(id.str() + auth::address_block(request.remote, 32, 56));
  const auto counted = [&](const std::string& which, std::int64_t most) {
    return !session.query(take_free_seat, session.actor().municipality_id, id, which, most).empty();
  };
  if (!counted(address, shared ? limits::session_seats : limits::seats_per_address)) throw conflict("addressFull");
  if (!counted("", limits::session_seats)) throw conflict("sessionFull");
}

const db::Statement update_seat{"ambition.update_seat", R"sql(
UPDATE ambition.participant
   SET name = $2, role = $3, seat_hash = $4, joined_at = coalesce(joined_at, $5)
 WHERE id = $1
)sql"};

const db::Statement insert_seat{"ambition.insert_seat", R"sql(
INSERT INTO ambition.participant (municipality_id, id, session_id, name, role, seat_hash, joined_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

http::Response join(const http::Request& request, db::Session& session, const JoinInput& in) {
  Seat seat;
  const bool invited = in.invitation && !in.invitation->empty();
  if (invited) {
    const Invited found = invited_by(request, session, *in.invitation);
    seat = {found.id, found.session_id};
  } else {
    seat = {new_id(), session_of_code(request, session, in.code.value_or(""))};
  }
  const SessionRow row = locked_session(session, seat.session_id, false);
  if (row.status == "closed") throw conflict("sessionClosed");
  const auto name = checked_name(in, row.allow_anonymous);
  // The municipality in front is what enter_municipality() reads.
  const std::string token = session.actor().municipality_id.str() + "_" + random_token(24);
  const std::string role = boost::describe::enum_to_string(in.role, "");
  if (invited) {
    session.query(update_seat, seat.id, name, role, sha256_hex(token), request.now);
  } else {
    take_seat(request, session, seat.session_id);
    session.query(insert_seat, session.actor().municipality_id, seat.id, seat.session_id, name, role, sha256_hex(token), request.now);
  }
  live::touch(session, seat.session_id, {"count"});
  http::Response response;
  response.status = 201;
  response.set("Set-Cookie", cookie(token, request.secure, std::chrono::seconds(limits::seat_time).count()));
  response.body = json::dump(json::encode(view(request, session, seat)));
  return response;
}

http::Response leave(const http::Request& request, db::Session& session) {
  const Seat seat = seat_of(request, session);
  session.query("UPDATE ambition.participant SET seat_hash = NULL WHERE id = $1", seat.id);
  live::dismiss(session, seat.session_id, seat.id);
  http::Response response;
  response.status = 204;
  response.content_type.clear();
  response.set("Set-Cookie", cookie("", request.secure, 0));
  return response;
}

// --- scoring -----------------------------------------------------------------------------------------------

const db::Statement upsert_vote{"ambition.upsert_vote", R"sql(
INSERT INTO ambition.vote AS v (municipality_id, session_id, position, round, participant_id, level, motivation,
                                at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (municipality_id, session_id, position, round, participant_id)
DO UPDATE SET level = excluded.level, motivation = excluded.motivation, at = excluded.at,
              changes = v.changes + 1
 WHERE (v.level, v.motivation) IS DISTINCT FROM (excluded.level, excluded.motivation)
RETURNING changes
)sql"};

OwnVote vote(const http::Request& request, db::Session& session, const VoteInput& in) {
  const Seat seat = seat_of(request, session);
  std::vector<FieldError> errors;
  if (in.level && (*in.level < 0 || *in.level >= level_count)) errors.push_back({"/level", "outOfRange", {{"least", "0"}, {"most", "3"}}});
  check_text(in.motivation, "/motivation", longest_motivation, false, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  // Shared: a phase cannot end between this check and the score.
  const SessionRow row = locked_session(session, seat.session_id, false);
  if (row.status == "closed") throw conflict("sessionClosed");
  const int round = row.position == in.position ? round_of(row.phase) : 0;
  if (round == 0 || round != in.round) throw conflict("scoringNotOpen");
  // Sent twice counts once; the same again writes nothing.
  const auto written = session.query(upsert_vote, session.actor().municipality_id, seat.session_id, in.position, in.round, seat.id,
                                     in.level, in.motivation, request.now);
  if (!written.empty()) {
    const auto changes = written.get<std::int64_t>(0, 0);
    if (changes > limits::vote_changes) throw Error(429, "tooManyChanges");
    if (changes == 0) live::touch(session, seat.session_id, {"count"});
  }
  return {in.position, in.round, in.level, in.motivation};
}

}  // namespace

void add_seat_routes(http::Router& router, live::Rooms& rooms) {
  router.get<JoinPreview>("/join-codes/{code}", http::anyone, {"readJoinCode", "ambitions", "Which session a code belongs to"},
                          [](const http::Request& request, db::Session& session) {
                            return preview(session, session_of_code(request, session, request.param("code")));
                          });
  router.get<JoinPreview>("/session-invitations/{token}", http::anyone,
                          {"readSessionInvitation", "ambitions", "Which session a personal link belongs to"},
                          [](const http::Request& request, db::Session& session) {
                            const Invited invited = invited_by(request, session, request.param("token"));
                            JoinPreview out = preview(session, invited.session_id);
                            out.name = invited.name;
                            out.role = invited.role;
                            return out;
                          });
  router.post<SeatView>("/seat", http::anyone, {"takeSeat", "ambitions", "Take part, with a code or a personal link"}, join);
  router.get<SeatView>(
      "/seat", http::anyone, {"getSeat", "ambitions", "One's own seat with one's own scores"},
      [](const http::Request& request, db::Session& session) { return view(request, session, seat_of(request, session)); });
  router.remove("/seat", http::anyone, {"leaveSeat", "ambitions", "Leave; one's scores stay"}, leave);
  router.put<OwnVote>("/seat/vote", http::anyone, {"score", "ambitions", "Score the theme that is discussed; again is a change"}, vote);
  router.post<Note>("/seat/notes", http::anyone, {"addSeatNote", "ambitions", "An argument, condition, idea or what it would take"},
                    [](const http::Request& request, db::Session& session, const NoteInput& in) {
                      const Seat seat = seat_of(request, session);
                      return add_note(request, session, seat.session_id, seat.id, in);
                    });
  router.download<http::None>("/seat/live", http::anyone, {"streamSeat", "ambitions", "The room as it changes (server-sent events)"},
                              "text/event-stream", [&rooms](const http::Request& request, db::Session& session) {
                                const Seat seat = seat_of(request, session);
                                return rooms.stream(session.actor().municipality_id, seat.session_id, seat.id);
                              });
}

}  // namespace tenzij::ambition
