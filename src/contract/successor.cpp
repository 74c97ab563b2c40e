// What takes over when a contract ends: a purchase, planned with what the contract already says.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct Successor {
  std::optional<Uuid> purchase_id;  // none: nothing follows yet
  std::optional<std::string> title;
  std::optional<std::string> person_name;  // who said so
  std::optional<Instant> at;
  purchase::PurchaseInput proposal;  // of a purchase that would follow, as far as the contract and its purchase say
};
BOOST_DESCRIBE_STRUCT(Successor, (), (purchase_id, title, person_name, at, proposal))
struct Followed {
  Uuid purchase_id;
  std::string title;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Followed, (), (purchase_id, title, person_name, at))
struct SuccessorMade {
  Uuid id;  // of the purchase
};
BOOST_DESCRIBE_STRUCT(SuccessorMade, (), (id))

// What the purchase before says of the next one.
struct Before {
  std::string need;
  std::optional<std::string> category;
  std::optional<std::string> cpv;
  purchase::Nature nature{};
  bool social = false;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> advisor_id;
};
BOOST_DESCRIBE_STRUCT(Before, (), (need, category, cpv, nature, social, unit_id, advisor_id))

const db::Statement purchase_before{"contract.purchase_before", R"sql(
SELECT need, category, cpv, nature, social, unit_id, advisor_id
  FROM purchase.purchase
 WHERE id = $1
)sql"};

const db::Statement successor_of{"contract.successor_of", R"sql(
SELECT s.purchase_id, p.title, s.person_name, s.at
  FROM contract.successor s
  JOIN purchase.purchase p ON p.municipality_id = s.municipality_id AND p.id = s.purchase_id
 WHERE s.contract_id = $1
)sql"};

std::chrono::sys_days days(Date day) { return std::chrono::sys_days(day.ymd); }
Date day_of(std::chrono::sys_days day) { return Date{std::chrono::year_month_day(day)}; }

// As long as the one before: in months when that one lasted whole months.
Date end_of_next(Date start, Date end) {
  const auto from = days(end) + std::chrono::days(1);
  const std::chrono::year_month_day first(from);
  const std::chrono::months months = first.year() / first.month() - start.ymd.year() / start.ymd.month();
  if (first.day() != start.ymd.day()) return day_of(from + (days(end) - days(start)));
  auto last = first + months;
  if (!last.ok()) last = last.year() / last.month() / std::chrono::last;
  return day_of(std::chrono::sys_days(last) - std::chrono::days(1));
}

// It begins the day after the end, and lasts as long; days on the way there are for who plans it.
purchase::PurchaseInput proposal_of(db::Session& session, const ContractRow& contract) {
  purchase::PurchaseInput out;
  out.title = contract.title;
  out.nature = purchase::Nature::services;
  out.lots = 1;
  out.category = contract.category;
  out.unit_id = contract.unit_id;
  out.budget_holder_id = contract.budget_holder_id;
  out.contract_manager_id = contract.manager_id;
  out.value_cents = contract.value_now_cents.value_or(0);
  if (contract.end_on) {
    out.contract_from = day_of(days(*contract.end_on) + std::chrono::days(1));
    if (contract.start_on) out.contract_to = end_of_next(*contract.start_on, *contract.end_on);
  }
  if (!contract.purchase_id) return out;
  if (const auto before = session.find<Before>(purchase_before, *contract.purchase_id)) {
    out.need = before->need;
    if (!out.category) out.category = before->category;
    out.cpv = before->cpv;
    out.nature = before->nature;
    out.social = before->social;
    if (!out.unit_id) out.unit_id = before->unit_id;
    out.advisor_id = before->advisor_id;
  }
  return out;
}

Successor successor(const http::Request& request, db::Session& session) {
  set_today(session, date_of(request.now));
  const ContractRow contract = contract_row(session, request.id_param("id"));
  Successor out;
  out.proposal = proposal_of(session, contract);
  if (auto found = session.find<Followed>(successor_of, contract.id)) {
    out.purchase_id = found->purchase_id;
    out.title = std::move(found->title);
    out.person_name = std::move(found->person_name);
    out.at = found->at;
  }
  return out;
}

const db::Statement keep_successor{"contract.keep_successor", R"sql(
INSERT INTO contract.successor (municipality_id, contract_id, purchase_id, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4)
ON CONFLICT (municipality_id, contract_id)
DO UPDATE SET purchase_id = excluded.purchase_id, person_name = excluded.person_name, at = excluded.at
)sql"};

void follow(const http::Request& request, db::Session& session, const ContractRow& contract, const Uuid& purchase) {
  session.query(keep_successor, contract.id, purchase, name_of_actor(session), request.now);
}

}  // namespace

void add_successor_routes(http::Router& router, const purchase::Knowledge& purchases) {
  router.get<Successor>("/contracts/{id}/successor", "contract.read",
                        {"getSuccessor", "contracts", "Which purchase follows this contract, and what a new one would say"}, successor);
  router.post<SuccessorMade>("/contracts/{id}/successor", "contract.edit",
                             {"planSuccessor", "contracts", "Plan the purchase that follows this contract"},
                             [&purchases](const http::Request& request, db::Session& session, const purchase::PurchaseInput& in) {
                               if (!request.who.may("purchase.edit")) throw Error(403, "notAllowed");
                               const ContractRow contract = locked_contract(session, request.id_param("id"));
                               const Uuid made = purchase::add_purchase(session, in, purchases, request.now);
                               follow(request, session, contract, made);
                               return SuccessorMade{made};
                             });
  router.put<http::None>("/contracts/{id}/successor/{purchase}", "contract.edit",
                         {"followContract", "contracts", "This purchase, which is planned already, follows this contract"},
                         [](const http::Request& request, db::Session& session) {
                           const ContractRow contract = locked_contract(session, request.id_param("id"));
                           const Uuid purchase = request.id_param("purchase");
                           if (purchase == contract.purchase_id) throw conflict("ownPurchase");
                           if (session.query("SELECT 1 FROM purchase.purchase WHERE id = $1", purchase).empty()) throw not_found();
                           follow(request, session, contract, purchase);
                         });
  router.remove("/contracts/{id}/successor", "contract.edit", {"unfollowContract", "contracts", "Nothing follows this contract yet"},
                [](const http::Request& request, db::Session& session) {
                  session.query("DELETE FROM contract.successor WHERE contract_id = $1",
                                locked_contract(session, request.id_param("id")).id);
                });
}

}  // namespace tenzij::contract
