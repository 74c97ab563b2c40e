// The market: enterprises with what they offer, what proves their impact, and which of them fit what is bought. Tables: schema market in
// db/migrations/0051_market.sql; certificates, places, words and what a procedure allows: knowledge/market.
//
// An enterprise belongs to the municipality that entered it; where it agrees, every municipality of the installation finds it. Notes,
// talks and questions stay behind the wall. Who searches reads an index in memory that is never older than the rows (decision 55).
#pragma once

#include "party/party.h"
#include "platform/imports/imports.h"
#include "purchase/purchase.h"

namespace tenzij::market {

enum class OfferingKind { product, service, work };
BOOST_DESCRIBE_ENUM(OfferingKind, product, service, work)
enum class EnterpriseSize { micro, small, medium, large };
BOOST_DESCRIBE_ENUM(EnterpriseSize, micro, small, medium, large)

struct Offering {
  std::optional<Uuid> id{};  // of one that is there; none: new
  std::string title{};
  std::string description{};
  OfferingKind kind{};
  std::optional<std::string> cpv{};
  std::optional<std::string> category{};
  std::optional<std::int64_t> price_cents{};  // indicative, without VAT, per unit
  std::optional<std::string> unit{};
  std::optional<std::int64_t> minimum{};  // of one order, in that unit
  std::optional<std::int64_t> maximum{};
  std::optional<int> lead_days{};
  std::string impact{};  // what a euro does here
};
BOOST_DESCRIBE_STRUCT(Offering, (), (id, title, description, kind, cpv, category, price_cents, unit, minimum, maximum, lead_days, impact))

struct HeldCertificate {
  std::optional<Uuid> id{};
  std::string certificate;
  std::optional<Date> valid_from{};
  std::optional<Date> valid_to{};  // the last day; none: not known
  std::optional<std::string> link{};
  std::optional<Date> checked_on{};  // when somebody looked it up, and who
  std::optional<std::string> checked_name{};
  static constexpr std::array<json::Length, 2> lengths{{{"certificate", limits::code_longest}, {"checked_name", limits::name_longest}}};
};
BOOST_DESCRIBE_STRUCT(HeldCertificate, (), (id, certificate, valid_from, valid_to, link, checked_on, checked_name))

struct EnterpriseInput {
  std::string name;
  std::vector<std::string> other_names{};
  std::optional<std::string> kvk{};     // 8 digits
  std::optional<std::string> branch{};  // 12 digits
  std::optional<party::LegalForm> legal_form{};
  std::optional<std::string> address{};  // of a legal person only
  std::optional<std::string> place{};
  std::string description{};
  std::vector<std::string> themes{};
  std::vector<std::string> target_groups{};
  std::optional<EnterpriseSize> size{};
  std::optional<int> radius_km{};  // how far it delivers; none: everywhere
  std::optional<std::string> website{};
  std::optional<std::string> contact_role{};
  std::optional<std::string> email{};
  bool shared = false;  // it agrees that every municipality of the installation finds it
  std::optional<std::string> source{};
  std::vector<Offering> offerings{};
  std::vector<HeldCertificate> evidence{};
};
BOOST_DESCRIBE_STRUCT(EnterpriseInput, (),
                      (name, other_names, kvk, branch, legal_form, address, place, description, themes, target_groups, size, radius_km,
                       website, contact_role, email, shared, source, offerings, evidence))

// As it is kept; the columns and names of the view market.card.
struct Card : EnterpriseInput {
  Uuid id;
  std::int64_t version = 0;
  std::optional<Uuid> party_id{};
  std::optional<Date> source_on{};
  std::optional<Date> changed_on{};
  bool archived = false;
  std::optional<Uuid> joined_into{};
  Uuid owner_id;  // the municipality that entered it
};
BOOST_DESCRIBE_STRUCT(Card, (EnterpriseInput), (id, version, party_id, source_on, changed_on, archived, joined_into, owner_id))

// Enterprises that are new, all at once: for the demo and for measuring. Nothing is checked.
void add_enterprises(db::Session& session, const std::vector<EnterpriseInput>& all, Instant now);

class Knowledge;
class Directory;
// What words, places and procedures mean, of the folder `knowledge`; one for the life of the program.
std::shared_ptr<const Knowledge> read_knowledge(const std::filesystem::path& knowledge);
std::shared_ptr<Directory> open_directory(std::shared_ptr<const Knowledge> knowledge);

// What somebody asks, and what fits best, for measuring: ids of enterprises, best first.
std::vector<Uuid> best_for_words(db::Session& session, Directory& directory, const std::string& words, std::size_t most, Date today);
struct PurchaseWords {
  std::string title;
  std::string need;
  std::optional<std::string> cpv;
};
std::vector<Uuid> best_for_purchase(db::Session& session, Directory& directory, const PurchaseWords& purchase, std::size_t most,
                                    Date today);

// Fills market.certificate from knowledge/market/certificates.json.
void load(db::Connection& owner, const std::filesystem::path& knowledge);

struct MarketParts {
  std::shared_ptr<Directory> directory;
  const purchase::Knowledge& purchases;
  const Messages& messages;
  const imports::Desk& columns;
};
imports::Kind import_kind();
void add_routes(http::Router& router, const MarketParts& parts);

}  // namespace tenzij::market
