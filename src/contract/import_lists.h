// What the rows of a register are compared with, and how many rows are written at once.
#pragma once

#include "contract/contract.h"
#include "platform/imports/fields.h"

namespace tenzij::contract {

// What a file can say of a contract.
struct ContractFields {
  std::optional<std::string> reference;
  std::string title;
  std::optional<std::string> lot;
  std::optional<Uuid> party_id;
  std::optional<std::string> category;
  std::optional<Uuid> unit_id;
  std::optional<std::int64_t> value_cents;
  std::optional<Date> start_on;
  std::optional<Date> end_on;
  std::optional<Uuid> manager_id;
  std::optional<Uuid> budget_holder_id;
};
BOOST_DESCRIBE_STRUCT(ContractFields, (),
                      (reference, title, lot, party_id, category, unit_id, value_cents, start_on, end_on, manager_id, budget_holder_id))
struct KnownContract : ContractFields {
  Uuid id;
  std::optional<std::string> party;
  ContractState state{};
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(KnownContract, (ContractFields), (id, party, state, archived))
// As it is compared before it is taken back.
struct StoredContract {
  ContractFields fields;
  ContractState state{};
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(StoredContract, (), (fields, state, archived))
struct WrittenContract : ContractFields {
  Uuid id;
  std::vector<std::string> search;
};
BOOST_DESCRIBE_STRUCT(WrittenContract, (ContractFields), (id, search))

// A supplier that a file names and nobody knows. KvK: eight digits or none.
struct NewParty {
  std::string name;
  std::optional<std::string> kvk;
};

using imports::low;

// Looked up once for all rows.
class ContractLists : public imports::NamedRecords {
 public:
  explicit ContractLists(db::Session& session);
  std::vector<KnownContract> all;
  std::map<Uuid, std::size_t> by_id;
  std::map<std::string, std::size_t, std::less<>> by_reference;
  std::multimap<std::string, std::size_t, std::less<>> by_title;  // of what is not archived; taken out once a row is it
  imports::Codes categories;
  std::map<std::string, Uuid, std::less<>> by_kvk;
  imports::Named parties;
};

// Makes each supplier once, however many rows name it, and uses the one that another row or person made meanwhile.
class PartyMaker {
 public:
  explicit PartyMaker(db::Session& session) : session_(session) {}
  void want(const NewParty& party) { wanted_.emplace(key(party), party); }
  void make(Instant now);
  [[nodiscard]] Uuid id_of(const NewParty& party) const { return made_.at(key(party)); }

 private:
  db::Session& session_;
  std::map<std::string, NewParty> wanted_;
  std::map<std::string, Uuid> made_;
  static std::string key(const NewParty& party) { return party.kvk ? *party.kvk : "=" + low(party.name); }
};

WrittenContract written_of(const Uuid& id, const ContractFields& in);
// Locked: what is compared with it stays so until the transaction ends.
std::map<Uuid, StoredContract> locked_fields(db::Session& session, const std::vector<Uuid>& ids);
void insert_contracts(db::Session& session, const std::vector<WrittenContract>& rows, Instant now);
void update_contracts(db::Session& session, const std::vector<WrittenContract>& rows, Instant now);
// Drafts that nothing hangs on go, with suppliers that were made for them; what something hangs on is put away.
void take_contracts_away(db::Session& session, const std::vector<Uuid>& ids, Instant now);

}  // namespace tenzij::contract
