// Which contracts a list or a file is about.
#pragma once

#include "contract/store.h"

namespace tenzij::contract {

enum class ContractSort { title, party, end_on, value, state, manager, late };
BOOST_DESCRIBE_ENUM(ContractSort, title, party, end_on, value, state, manager, late)
// What a contract lacks.
enum class ContractGap { manager, party, end, commitments, weak };
BOOST_DESCRIBE_ENUM(ContractGap, manager, party, end, commitments, weak)
struct ContractQuery {
  std::optional<std::string> search;
  std::vector<std::string> states;
  std::optional<Uuid> unit_id;
  std::optional<bool> mine;  // manager, deputy, budget holder or coordinator
  std::optional<Uuid> party_id;
  std::optional<Uuid> purchase_id;
  std::optional<std::string> category;
  std::optional<Risk> risk;
  std::optional<Date> ends_to;  // on that day or before
  std::optional<bool> past;     // in force, and past its end
  std::optional<bool> late;
  std::optional<bool> to_judge;
  std::optional<ContractGap> lacks;
  std::optional<bool> archived;
  std::optional<bool> framework;     // has a ceiling, so that others may be called off under it
  std::optional<Uuid> framework_id;  // called off under that one
  std::optional<ContractSort> sort;
  std::optional<bool> descending;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(ContractQuery, (),
                      (search, states, unit_id, mine, party_id, purchase_id, category, risk, ends_to, past, late, to_judge, lacks, archived,
                       framework, framework_id, sort, descending, page, page_size))

// Over contract.contract AS c; `me` for "mine".
db::Filter chosen_contracts(const ContractQuery& in, const Uuid& me);

}  // namespace tenzij::contract
