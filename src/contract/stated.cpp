// Figures that a supplier states when social return is asked of them: turnover of a calendar year, or a wage sum from a day on.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

enum class StatedKind { turnover, wage_sum };
BOOST_DESCRIBE_ENUM(StatedKind, turnover, wage_sum)
struct StatedInput {
  StatedKind kind{};
  Date from_on;  // of turnover: any day of its year
  std::int64_t cents{};
  std::string words;  // where the figure comes from
};
BOOST_DESCRIBE_STRUCT(StatedInput, (), (kind, from_on, cents, words))
struct Stated : StatedInput {
  Uuid id;
  std::int64_t version;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Stated, (StatedInput), (id, version, person_name, at))
struct StatedList {
  std::vector<Stated> items;
};
BOOST_DESCRIBE_STRUCT(StatedList, (), (items))
struct StatedCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(StatedCreated, (), (id))

const db::Statement stated_of{"contract.stated_of", R"sql(
SELECT kind, from_on, cents, words, id, version, person_name, at
  FROM contract.stated
 WHERE contract_id = $1
 ORDER BY kind, from_on
)sql"};

const db::Statement stated_then{"contract.stated_then", R"sql(
SELECT 1
  FROM contract.stated
 WHERE contract_id = $1
   AND kind = $2
   AND from_on = $3
)sql"};

const db::Statement insert_stated{"contract.insert_stated", R"sql(
INSERT INTO contract.stated (municipality_id, id, contract_id, kind, from_on, cents, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

StatedCreated add_stated(const http::Request& request, db::Session& session, const StatedInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  const bool turnover = in.kind == StatedKind::turnover;
  const Date from = turnover ? Date{in.from_on.ymd.year() / std::chrono::January / 1} : in.from_on;
  std::vector<FieldError> errors;
  check_money("/cents", in.cents, errors);
  check_year("/fromOn", in.from_on, errors);
  const std::string words(text::trim(in.words));
  if (words.empty()) errors.push_back({"/words", "required"});
  if (!session.query(stated_then, contract.id, in.kind, from).empty()) errors.push_back({"/fromOn", turnover ? "yearTwice" : "dayTwice"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid id = new_id();
  session.query(insert_stated, id, contract.id, in.kind, from, in.cents, words, name_of_actor(session), request.now);
  return {id};
}

}  // namespace

void add_stated_routes(http::Router& router) {
  router.get<StatedList>("/contracts/{id}/stated", "contract.read",
                         {"listStated", "social return", "Turnover of years and wage sums, as stated"},
                         [](const http::Request& request, db::Session& session) {
                           return StatedList{session.rows<Stated>(stated_of, contract_row(session, request.id_param("id")).id)};
                         });
  router.post<StatedCreated>("/contracts/{id}/stated", "contract.edit",
                             {"addStated", "social return", "Turnover of a year, or a wage sum from a day on"}, add_stated);
  router.remove("/stated/{id}", "contract.edit", {"removeStated", "social return", "That figure was not so"},
                [](const http::Request& request, db::Session& session) {
                  const Uuid id = request.id_param("id");
                  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.stated WHERE id = $1", id);
                  if (!contract) throw not_found();
                  require_open(locked_contract(session, *contract));
                  session.query("DELETE FROM contract.stated WHERE id = $1", id);
                });
}

}  // namespace tenzij::contract
