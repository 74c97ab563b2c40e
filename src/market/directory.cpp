// The index of a municipality, brought up to date from the rows.
#include "market/store.h"

namespace tenzij::market {

namespace {

struct Editions {
  std::int64_t own;
  std::int64_t shared;
};
BOOST_DESCRIBE_STRUCT(Editions, (), (own, shared))

const db::Statement editions_now{"market.editions_now", R"sql(
SELECT coalesce((SELECT version FROM market.edition), 0) AS own,
       coalesce((SELECT version FROM market.shared_edition), 0) AS shared
)sql"};

struct ChangedCard {
  Uuid id;
  std::optional<json::value> card;
};
BOOST_DESCRIBE_STRUCT(ChangedCard, (), (id, card))

const db::Statement own_cards_since{"market.own_cards_since", R"sql(
SELECT c.id, CASE WHEN NOT c.away THEN c.card END AS card
  FROM market.card c
 WHERE c.edition > $1
)sql"};

const db::Statement shared_cards_since{"market.shared_cards_since", R"sql(
SELECT s.id, s.card
  FROM market.shared s
 WHERE s.edition > $1
   AND s.owner_id <> platform.current_municipality()
)sql"};

// Indexes of municipalities that are asked; past this the one longest there goes and is read again when it is asked.
constexpr std::size_t indexes_kept = 64;

}  // namespace

std::shared_ptr<Directory> open_directory(std::shared_ptr<const Knowledge> knowledge) {
  return std::make_shared<Directory>(std::move(knowledge));
}

std::shared_ptr<Directory::Kept> Directory::fresh(db::Session& session) {
  const Editions now = session.find<Editions>(editions_now).value();
  std::shared_ptr<Kept> kept;
  {
    const std::lock_guard lock(guard_);
    auto& known = kept_[session.actor().municipality_id];
    if (!known) known = std::make_shared<Kept>(knowledge_);
    kept = known;
    if (kept_.size() > indexes_kept)
      kept_.erase(kept_.begin()->first == session.actor().municipality_id ? std::next(kept_.begin()) : kept_.begin());
  }
  {
    const std::shared_lock lock(kept->guard);
    if (kept->own >= now.own && kept->shared >= now.shared) return kept;
  }
  const std::unique_lock lock(kept->guard);
  if (kept->own < now.own || kept->shared < now.shared) read_changes(session, *kept, now.own, now.shared);
  return kept;
}

// Read after the editions were: what comes in between is read once more the next time, and stays the same.
void Directory::read_changes(db::Session& session, Kept& kept, std::int64_t own, std::int64_t shared) const {
  if (kept.index.worn()) {
    kept.index = Index(knowledge_);
    kept.own = kept.shared = -1;
  }
  const auto take = [&](std::vector<ChangedCard> rows, bool ours) {
    for (ChangedCard& each : rows) {
      if (each.card) kept.index.put(json::restore<Card>(*each.card), ours);
      else kept.index.drop(each.id);
    }
  };
  if (kept.own < own) take(session.rows<ChangedCard>(own_cards_since, kept.own), true);
  if (kept.shared < shared) take(session.rows<ChangedCard>(shared_cards_since, kept.shared), false);
  kept.own = own;
  kept.shared = shared;
}

std::vector<CertificateState> certificate_states(const Card& card, Date today) {
  std::vector<CertificateState> out;
  for (const HeldCertificate& each : card.evidence) {
    const CertificateState now{each.certificate, each.valid_to, !holds_on(each, today), each.checked_on.has_value()};
    const auto same = std::find_if(out.begin(), out.end(), [&](const CertificateState& other) { return other.code == now.code; });
    // Of two the one that holds, or holds longest.
    if (same == out.end()) out.push_back(now);
    else if (same->expired && !now.expired) *same = now;
  }
  return out;
}

namespace {

const db::Statement known_enterprises{"market.known_enterprises", R"sql(
SELECT i.id, a.asked_on, coalesce(a.times, 0) AS times, coalesce(c.contracts, 0) AS contracts
  FROM jsonb_to_recordset($1::jsonb) AS i(id uuid, kvk text)
  LEFT JOIN LATERAL (SELECT max(q.asked_on) AS asked_on, count(*) AS times
                       FROM market.asked q
                      WHERE q.enterprise_id = i.id) a ON true
  LEFT JOIN LATERAL (SELECT count(*) AS contracts
                       FROM party.party p
                      CROSS JOIN LATERAL party.same_as(p.id) s
                       JOIN contract.contract k ON k.party_id = s.id AND k.archived_at IS NULL
                      WHERE p.kvk = i.kvk AND p.merged_into IS NULL) c ON true
)sql"};

const db::Statement own_card_by_id{"market.own_card_by_id", R"sql(
SELECT c.id, c.card
  FROM market.card c
 WHERE c.id = $1
)sql"};

const db::Statement shared_card_by_id{"market.shared_card_by_id", R"sql(
SELECT s.id, s.card
  FROM market.shared s
 WHERE s.id = $1
   AND s.card IS NOT NULL
)sql"};

std::vector<Uuid> ids_of(const Index& index, const Asked& asked, std::size_t most, Date today) {
  std::vector<Uuid> out;
  for (const Answer& each : index.answer(asked, {}, today).list) {
    if (out.size() == most) break;
    out.push_back(index.card(each.entry).id);
  }
  return out;
}

}  // namespace

std::map<Uuid, KnownEnterprise> known_of(db::Session& session, const std::vector<WhoIs>& who) {
  std::map<Uuid, KnownEnterprise> out;
  for (KnownEnterprise& each : session.rows<KnownEnterprise>(known_enterprises, json::encode(who))) out.emplace(each.id, each);
  return out;
}

Card card_of(db::Session& session, const Uuid& id) {
  for (const db::Statement* statement : {&own_card_by_id, &shared_card_by_id})
    if (auto found = session.find<ChangedCard>(*statement, id); found && found->card) return json::restore<Card>(*found->card);
  throw not_found();
}

std::vector<Uuid> best_for_words(db::Session& session, Directory& directory, const std::string& words, std::size_t most, Date today) {
  return directory.with(session, [&](const Index& index) { return ids_of(index, index.understand(words), most, today); });
}

std::vector<Uuid> best_for_purchase(db::Session& session, Directory& directory, const PurchaseWords& purchase, std::size_t most,
                                    Date today) {
  return directory.with(session, [&](const Index& index) { return ids_of(index, index.understand(purchase), most, today); });
}

}  // namespace tenzij::market
