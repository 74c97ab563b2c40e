// What who was invited to a consultation reads and writes: with an account, or by a link.
#include "platform/auth/auth.h"
#include "policy/store.h"

namespace tenzij::policy {

namespace {

struct CommentInput {
  std::optional<Uuid> clause_id;
  std::string text;
  static constexpr std::array<json::Length, 1> lengths{{{"text", 5000}}};  // of a guest, in an open box
};
BOOST_DESCRIBE_STRUCT(CommentInput, (), (clause_id, text))

struct ReadPassage {
  Uuid clause_id;
  std::string number;
  std::string kind;
  int depth;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ReadPassage, (), (clause_id, number, kind, depth, text))

// What who was invited sees: the question, the text and their own comments with the answers.
struct InvitationView {
  Uuid id;
  std::string name;
  std::string document;
  std::string question;
  Date closes_on;
  bool open;
  std::optional<Instant> answered_at;
  std::vector<ReadPassage> passages;
  std::vector<Comment> comments;
};
BOOST_DESCRIBE_STRUCT(InvitationView, (), (id, name, document, question, closes_on, open, answered_at, passages, comments))

struct MyInvitation {
  Uuid id;
  std::string document;
  Date closes_on;
  std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(MyInvitation, (), (id, document, closes_on, answered_at))
struct MyInvitationList {
  std::vector<MyInvitation> items;
};
BOOST_DESCRIBE_STRUCT(MyInvitationList, (), (items))

// --- who was invited -----------------------------------------------------------------------------------

const db::Statement invitation_is_of_person{"policy.invitation_is_of_person", R"sql(
SELECT 1
  FROM policy.invitation i
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
 WHERE i.id = $1
   AND s.person_id = $2
)sql"};

// The invitation of who is signed in, or of the link; from here on the session is inside that municipality.
Uuid my_invitation(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query(invitation_is_of_person, id, request.who.person_id).empty()) throw not_found();
  return id;
}

Uuid invitation_of_link(const http::Request& request, db::Session& session) {
  const std::string& token = request.param("token");
  const auto municipality = Uuid::parse(std::string_view(token).substr(0, 36));
  if (!municipality) auth::wrong_link(request, session);
  session.become({*municipality, {}, request.id});
  const auto id = session.scalar<Uuid>("SELECT id FROM policy.invitation WHERE token_hash = $1", sha256_hex(token));
  if (!id) auth::wrong_link(request, session);
  return *id;
}

const db::Statement invitation_with_document{"policy.invitation_with_document", R"sql(
SELECT s.name, d.title, c.question, c.closes_on, c.closed_at, i.answered_at, c.edition_id
  FROM policy.invitation i
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
  JOIN policy.consultation c ON c.municipality_id = i.municipality_id AND c.id = i.consultation_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
 WHERE i.id = $1
)sql"};

const db::Statement passages_to_comment_on{"policy.passages_to_comment_on", R"sql(
SELECT clause_id, number, kind, depth, text
  FROM policy.passage
 WHERE edition_id = $1
 ORDER BY position
 LIMIT 3000
)sql"};

const db::Statement comments_of_invitation{"policy.comments_of_invitation", {comment_columns, R"sql(
 WHERE m.invitation_id = $1
 ORDER BY m.at
)sql"}};

InvitationView view(const http::Request& request, db::Session& session, const Uuid& id) {
  const auto row = session.query(invitation_with_document, id);
  if (row.empty()) throw not_found();
  InvitationView out;
  out.id = id;
  out.name = std::string(row.text(0, 0));
  out.document = std::string(row.text(0, 1));
  out.question = std::string(row.text(0, 2));
  out.closes_on = row.get<Date>(0, 3);
  out.open = row.null(0, 4) && !(out.closes_on < date_of(request.now));
  out.answered_at = row.get<std::optional<Instant>>(0, 5);
  out.passages = session.rows<ReadPassage>(passages_to_comment_on, row.get<Uuid>(0, 6));
  out.comments = session.rows<Comment>(comments_of_invitation, id);
  return out;
}

const db::Statement insert_comment{"policy.insert_comment", R"sql(
INSERT INTO policy.comment (municipality_id, id, invitation_id, clause_id, text, at)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

InvitationView comment(const http::Request& request, db::Session& session, const Uuid& id, const CommentInput& in) {
  const InvitationView now = view(request, session, id);
  if (!now.open) throw conflict("consultationClosed");
  if (text::trim(in.text).empty()) throw bad_field("/text", "required");
  if (in.clause_id &&
      std::none_of(now.passages.begin(), now.passages.end(), [&](const ReadPassage& p) { return p.clause_id == *in.clause_id; }))
    throw bad_field("/clauseId", "unknownClause");
  session.query(insert_comment, session.actor().municipality_id, new_id(), id, in.clause_id, std::string(text::trim(in.text)), request.now);
  return view(request, session, id);
}

InvitationView answer(const http::Request& request, db::Session& session, const Uuid& id) {
  if (!view(request, session, id).open) throw conflict("consultationClosed");
  session.query("UPDATE policy.invitation SET answered_at = $2 WHERE id = $1", id, request.now);
  return view(request, session, id);
}

}  // namespace

const db::Statement invitations_of_person{"policy.invitations_of_person", R"sql(
SELECT i.id, d.title AS document, c.closes_on, i.answered_at
  FROM policy.invitation i
  JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
  JOIN policy.consultation c ON c.municipality_id = i.municipality_id AND c.id = i.consultation_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
 WHERE s.person_id = $1
   AND c.closed_at IS NULL
   AND c.closes_on >= $2
 ORDER BY c.closes_on
)sql"};

void add_invitation_routes(http::Router& router) {
  router.get<MyInvitationList>(
      "/invitations", http::signed_in, {"listMyInvitations", "consultations", "Consultations that wait for who is signed in"},
      [](const http::Request& request, db::Session& session) {
        return MyInvitationList{session.rows<MyInvitation>(invitations_of_person, request.who.person_id, date_of(request.now))};
      });
  router.get<InvitationView>(
      "/invitations/{id}", http::signed_in, {"getMyInvitation", "consultations", "The text one is asked about, with one's own comments"},
      [](const http::Request& request, db::Session& session) { return view(request, session, my_invitation(request, session)); });
  router.post<InvitationView>("/invitations/{id}/comments", http::signed_in,
                              {"addComment", "consultations", "Comment on a clause or on the whole"},
                              [](const http::Request& request, db::Session& session, const CommentInput& in) {
                                return comment(request, session, my_invitation(request, session), in);
                              });
  router.post<InvitationView>(
      "/invitations/{id}/answer", http::signed_in, {"finishInvitation", "consultations", "Done, with or without comments"},
      [](const http::Request& request, db::Session& session) { return answer(request, session, my_invitation(request, session)); }, 200);
  router.get<InvitationView>(
      "/open-invitations/{token}", http::anyone, {"getOpenInvitation", "consultations", "The same, for who has a link and no account"},
      [](const http::Request& request, db::Session& session) { return view(request, session, invitation_of_link(request, session)); });
  router.post<InvitationView>("/open-invitations/{token}/comments", http::anyone, {"addOpenComment", "consultations", "Comment, by link"},
                              [](const http::Request& request, db::Session& session, const CommentInput& in) {
                                return comment(request, session, invitation_of_link(request, session), in);
                              });
  router.post<InvitationView>(
      "/open-invitations/{token}/answer", http::anyone, {"finishOpenInvitation", "consultations", "Done, by link"},
      [](const http::Request& request, db::Session& session) { return answer(request, session, invitation_of_link(request, session)); },
      200);
}

}  // namespace tenzij::policy
