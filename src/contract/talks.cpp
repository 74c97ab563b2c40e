// Talks with the supplier: on which level, what was decided, and who does what by when.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

enum class TalkLevel { operational, tactical, strategic };
BOOST_DESCRIBE_ENUM(TalkLevel, operational, tactical, strategic)
struct TalkActionInput {
  std::string title;
  std::optional<Uuid> owner_id;  // none: of the supplier
  Date due_on;
};
BOOST_DESCRIBE_STRUCT(TalkActionInput, (), (title, owner_id, due_on))
struct TalkAction : TalkActionInput {
  Uuid id;
  Uuid talk_id;
  std::optional<std::string> owner;
  std::optional<Date> done_on;
  bool late = false;
};
BOOST_DESCRIBE_STRUCT(TalkAction, (TalkActionInput), (id, talk_id, owner, done_on, late))
struct TalkInput {
  Date held_on;
  TalkLevel level{};
  std::string words;  // what was decided
  std::vector<TalkActionInput> actions;
  static constexpr std::array<json::Length, 1> lengths{{{"actions", limits::text_longest, 50}}};
};
BOOST_DESCRIBE_STRUCT(TalkInput, (), (held_on, level, words, actions))
struct TalkRow {
  Uuid id;
  Date held_on;
  TalkLevel level{};
  std::string words;
  std::string person_name;
};
BOOST_DESCRIBE_STRUCT(TalkRow, (), (id, held_on, level, words, person_name))
struct Talk {
  Uuid id;
  Date held_on;
  TalkLevel level{};
  std::string words;
  std::string person_name;
  std::vector<TalkAction> actions;
};
BOOST_DESCRIBE_STRUCT(Talk, (), (id, held_on, level, words, person_name, actions))
struct TalkList {
  std::vector<Talk> items;  // the last first
};
BOOST_DESCRIBE_STRUCT(TalkList, (), (items))
struct TalkCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(TalkCreated, (), (id))

const db::Statement talks_of{"contract.talks_of", R"sql(
SELECT id, held_on, level, words, person_name
  FROM contract.talk
 WHERE contract_id = $1
 ORDER BY held_on DESC, at DESC
)sql"};

const db::Statement actions_of_talks{"contract.actions_of_talks", R"sql(
SELECT a.title, a.owner_id, a.due_on, a.id, a.talk_id, p.name AS owner, a.done_on,
       a.done_on IS NULL AND a.due_on < platform.today() AS late
  FROM contract.action a
  LEFT JOIN organisation.person p ON p.municipality_id = a.municipality_id AND p.id = a.owner_id
 WHERE a.contract_id = $1
 ORDER BY a.due_on, a.id
)sql"};

TalkList list_talks(const http::Request& request, db::Session& session) {
  set_today(session, date_of(request.now));
  const Uuid contract = contract_row(session, request.id_param("id")).id;
  const auto actions = session.rows<TalkAction>(actions_of_talks, contract);
  TalkList out;
  for (const TalkRow& each : session.rows<TalkRow>(talks_of, contract)) {
    Talk& talk = out.items.emplace_back(Talk{each.id, each.held_on, each.level, each.words, each.person_name, {}});
    for (const TalkAction& action : actions)
      if (action.talk_id == each.id) talk.actions.push_back(action);
  }
  return out;
}

const db::Statement insert_talk{"contract.insert_talk", R"sql(
INSERT INTO contract.talk (municipality_id, id, contract_id, held_on, level, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7)
)sql"};

const db::Statement insert_action{"contract.insert_action", R"sql(
INSERT INTO contract.action (municipality_id, id, contract_id, talk_id, title, owner_id, due_on)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6)
)sql"};

TalkCreated add_talk(const http::Request& request, db::Session& session, const TalkInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  std::vector<FieldError> errors;
  const std::string words(text::trim(in.words));
  if (words.empty()) errors.push_back({"/words", "required"});
  check_year("/heldOn", in.held_on, errors);
  if (in.held_on > date_of(request.now)) errors.push_back({"/heldOn", "dayAhead"});
  for (std::size_t i = 0; i < in.actions.size(); ++i) {
    const std::string at = "/actions/" + std::to_string(i);
    if (text::trim(in.actions[i].title).empty()) errors.push_back({at + "/title", "required"});
    if (in.actions[i].due_on < in.held_on) errors.push_back({at + "/dueOn", "toBeforeFrom"});
    if (in.actions[i].owner_id && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.actions[i].owner_id).empty())
      errors.push_back({at + "/ownerId", "unknownPerson"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid id = new_id();
  session.query(insert_talk, id, contract.id, in.held_on, in.level, words, name_of_actor(session), request.now);
  for (const TalkActionInput& each : in.actions)
    session.query(insert_action, new_id(), contract.id, id, std::string(text::trim(each.title)), each.owner_id, each.due_on);
  return {id};
}

void complete(const http::Request& request, db::Session& session, bool done) {
  const auto day = done ? std::optional(date_of(request.now)) : std::nullopt;
  if (session.query("UPDATE contract.action SET done_on = $2, version = version + 1 WHERE id = $1", request.id_param("id"), day)
          .affected() == 0)
    throw not_found();
}

}  // namespace

void add_talk_routes(http::Router& router) {
  router.get<TalkList>("/contracts/{id}/talks", "contract.read", {"listTalks", "contracts", "Talks with the supplier and what follows"},
                       list_talks);
  router.post<TalkCreated>("/contracts/{id}/talks", "contract.edit", {"addTalk", "contracts", "A talk, what was decided and who does what"},
                           add_talk);
  router.remove("/contract-talks/{id}", "contract.edit", {"removeTalk", "contracts", "A talk that was not held"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM contract.talk WHERE id = $1", request.id_param("id")).affected() == 0) throw not_found();
                });
  router.put<http::None>("/contract-actions/{id}/completion", "contract.edit", {"completeAction", "contracts", "Done"},
                         [](const http::Request& request, db::Session& session) { complete(request, session, true); });
  router.remove("/contract-actions/{id}/completion", "contract.edit", {"reopenAction", "contracts", "Not done after all"},
                [](const http::Request& request, db::Session& session) { complete(request, session, false); });
}

}  // namespace tenzij::contract
