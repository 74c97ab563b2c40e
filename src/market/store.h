// What the files of this room share.
#pragma once

#include <mutex>
#include <shared_mutex>

#include "market/index.h"

namespace tenzij::market {

// An index per municipality: its own enterprises and those that agreed elsewhere. Looked at before each question whether the rows
// changed since; only what changed is read again.
class Directory {
 public:
  explicit Directory(std::shared_ptr<const Knowledge> knowledge) : knowledge_(std::move(knowledge)) {}
  // `look` reads the index while nobody changes it.
  template <class Look>
  auto with(db::Session& session, Look&& look) {
    const std::shared_ptr<Kept> kept = fresh(session);
    const std::shared_lock lock(kept->guard);
    return look(static_cast<const Index&>(kept->index));
  }
  [[nodiscard]] const Knowledge& knowledge() const { return *knowledge_; }

 private:
  struct Kept {
    explicit Kept(std::shared_ptr<const Knowledge> knowledge) : index(std::move(knowledge)) {}
    std::shared_mutex guard;
    Index index;
    std::int64_t own = -1;
    std::int64_t shared = -1;
  };
  std::shared_ptr<const Knowledge> knowledge_;
  std::mutex guard_;
  std::map<Uuid, std::shared_ptr<Kept>> kept_;

  std::shared_ptr<Kept> fresh(db::Session& session);
  void read_changes(db::Session& session, Kept& kept, std::int64_t own, std::int64_t shared) const;
};

// How a certificate of an enterprise stands today.
struct CertificateState {
  std::string code;
  std::optional<Date> valid_to;
  bool expired = false;
  bool checked = false;
};
BOOST_DESCRIBE_STRUCT(CertificateState, (), (code, valid_to, expired, checked))
std::vector<CertificateState> certificate_states(const Card& card, Date today);

// What this municipality has to do with an enterprise.
struct KnownEnterprise {
  Uuid id;
  std::optional<Date> asked_on;
  std::int64_t times = 0;
  std::int64_t contracts = 0;
};
BOOST_DESCRIBE_STRUCT(KnownEnterprise, (), (id, asked_on, times, contracts))
struct WhoIs {
  Uuid id;
  std::optional<std::string> kvk;
};
BOOST_DESCRIBE_STRUCT(WhoIs, (), (id, kvk))
std::map<Uuid, KnownEnterprise> known_of(db::Session& session, const std::vector<WhoIs>& who);

// Our own or one that agreed elsewhere; throws 404.
Card card_of(db::Session& session, const Uuid& id);

// Enterprises as rows, many in few statements: new ones and others alike, with what they offer and hold. Says market.touch().
struct WrittenEnterprise : EnterpriseInput {
  Uuid id;
  static constexpr std::array<json::Length, 0> lengths{};
};
BOOST_DESCRIBE_STRUCT(WrittenEnterprise, (EnterpriseInput), (id))
void write_enterprises(db::Session& session, std::vector<WrittenEnterprise> all, Instant now);
// What of it is wrong; pointers as of the body. `self`: not taken for another with its number.
void check_enterprise(db::Session& session, EnterpriseInput& in, const std::optional<Uuid>& self, std::vector<FieldError>& errors);

void add_list_routes(http::Router& router, const MarketParts& parts);
void add_enterprise_routes(http::Router& router, const MarketParts& parts);
void add_alike_routes(http::Router& router);
void add_note_routes(http::Router& router);
void add_match_routes(http::Router& router, const MarketParts& parts);
void add_import_routes(http::Router& router, const MarketParts& parts);

}  // namespace tenzij::market
