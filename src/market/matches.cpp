// Who can deliver what a purchase needs: what speaks for each and against, newcomers beside who is known, and who was asked before. What
// may be done with it depends on the procedure; where everybody may offer nobody is proposed.
#include <cmath>

#include "market/store.h"

namespace tenzij::market {

namespace {

// A code with its words; the screen says it.
enum class ForIt { offers, same_cpv, near, certificate, theme, newcomer, impact };
BOOST_DESCRIBE_ENUM(ForIt, offers, same_cpv, near, certificate, theme, newcomer, impact)
enum class AgainstIt { far, expired, unchecked, no_certificate, too_much, too_little, dear, asked_before, supplier };
BOOST_DESCRIBE_ENUM(AgainstIt, far, expired, unchecked, no_certificate, too_much, too_little, dear, asked_before, supplier)
struct ReasonFor {
  ForIt code{};
  std::string text;                    // a name
  std::optional<std::int64_t> number;  // km, times, contracts, pieces
  std::optional<Date> day;
};
BOOST_DESCRIBE_STRUCT(ReasonFor, (), (code, text, number, day))
struct ReasonAgainst {
  AgainstIt code{};
  std::string text;
  std::optional<std::int64_t> number;
  std::optional<Date> day;
};
BOOST_DESCRIBE_STRUCT(ReasonAgainst, (), (code, text, number, day))

struct Match {
  Uuid id;
  std::string name;
  std::optional<std::string> place;
  std::optional<double> km;
  std::optional<Offering> offering;
  std::vector<CertificateState> certificates;
  std::vector<ReasonFor> reasons;
  std::vector<ReasonAgainst> against;
  double fit;  // 0 to 1
  bool newcomer = false;
  bool proposed = false;  // among as many as the procedure asks
  std::optional<Date> asked_on;
  std::int64_t times_asked;
};
BOOST_DESCRIBE_STRUCT(Match, (),
                      (id, name, place, km, offering, certificates, reasons, against, fit, newcomer, proposed, asked_on, times_asked))

// What the procedure of this purchase allows.
struct Allowed {
  std::string procedure;
  bool may_ask = false;  // the buyer chooses whom to ask
  int from = 0;
  int to = 0;
  std::string article;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Allowed, (), (procedure, may_ask, from, to, article, text))

// Who could take it as a reserved contract.
struct Reserved {
  std::string article;
  std::int64_t count;
  std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(Reserved, (), (article, count, names))

enum class AskedOutcome { asked, answered, ordered, declined, silent };
BOOST_DESCRIBE_ENUM(AskedOutcome, asked, answered, ordered, declined, silent)
struct AskedLine {
  Uuid id;
  std::int64_t version;
  Uuid purchase_id;
  Uuid enterprise_id;
  std::string enterprise_name;
  Date asked_on;
  AskedOutcome outcome{};
  std::string words;
  std::string person_name;
};
BOOST_DESCRIBE_STRUCT(AskedLine, (), (id, version, purchase_id, enterprise_id, enterprise_name, asked_on, outcome, words, person_name))

struct Matches {
  Allowed allowed;
  std::vector<Match> items;
  std::int64_t total;  // who fits, of whom the best are listed
  std::optional<Reserved> reserved;
  std::vector<AskedLine> asked;
};
BOOST_DESCRIBE_STRUCT(Matches, (), (allowed, items, total, reserved, asked))

struct BoughtThing {
  std::string title;
  std::string need;
  std::optional<std::string> cpv;
  std::int64_t value_cents;
  std::string procedure;
  std::vector<std::string> themes;
  std::string municipality;
};
BOOST_DESCRIBE_STRUCT(BoughtThing, (), (title, need, cpv, value_cents, procedure, themes, municipality))

const db::Statement bought_thing{"market.bought_thing", R"sql(
SELECT p.title, p.need, p.cpv, p.value_cents, p.procedure, to_jsonb(p.applied_themes) AS themes, m.name AS municipality
  FROM purchase.purchase p
  JOIN platform.municipality m ON m.id = p.municipality_id
 WHERE p.id = $1
)sql"};

constexpr std::string_view asked_rows = R"sql(
SELECT a.id, a.version, a.purchase_id, a.enterprise_id, a.enterprise_name, a.asked_on, a.outcome, a.words, a.person_name
  FROM market.asked a
)sql";

const db::Statement asked_of_purchase{"market.asked_of_purchase", {asked_rows, R"sql(
 WHERE a.purchase_id = $1
 ORDER BY a.asked_on, a.at, a.id
)sql"}};

const db::Statement asked_by_id{"market.asked_by_id", {asked_rows, R"sql(
 WHERE a.id = $1
)sql"}};

constexpr std::size_t looked_at = 60;  // of those the best are put in turn
constexpr std::size_t listed = 12;
constexpr double fits_well = 0.5;

// What the index knows, gathered while nobody changes it.
struct Found {
  Match match;
  Card card;
  double score = 0;
};

void say_for(Found& found, const BoughtThing& bought, const Knowledge& knowledge, Date today) {
  Match& out = found.match;
  if (out.offering) {
    out.reasons.push_back({ForIt::offers, out.offering->title, {}, {}});
    if (bought.cpv && out.offering->cpv && bought.cpv->size() >= 4 && out.offering->cpv->substr(0, 4) == bought.cpv->substr(0, 4))
      out.reasons.push_back({ForIt::same_cpv, *out.offering->cpv, {}, {}});
    if (!out.offering->impact.empty()) out.reasons.push_back({ForIt::impact, out.offering->impact, {}, {}});
  }
  if (out.km && *out.km <= 25) out.reasons.push_back({ForIt::near, "", static_cast<std::int64_t>(std::lround(*out.km)), {}});
  for (const CertificateState& each : out.certificates) {
    const Certificate* known = knowledge.certificate(each.code);
    const std::string name = known == nullptr ? each.code : known->name;
    if (!each.expired) out.reasons.push_back({ForIt::certificate, name, {}, each.valid_to});
    else out.against.push_back({AgainstIt::expired, name, {}, each.valid_to});
    if (!each.expired && !each.checked) out.against.push_back({AgainstIt::unchecked, name, {}, {}});
  }
  for (const std::string& theme : found.card.themes)
    if (std::find(bought.themes.begin(), bought.themes.end(), theme) != bought.themes.end())
      out.reasons.push_back({ForIt::theme, theme, {}, {}});
  if (std::none_of(found.card.evidence.begin(), found.card.evidence.end(),
                   [&](const HeldCertificate& each) { return holds_on(each, today); }))
    out.against.push_back({AgainstIt::no_certificate, "", {}, {}});
  if (out.km && found.card.radius_km && *out.km > *found.card.radius_km)
    out.against.push_back({AgainstIt::far, "", static_cast<std::int64_t>(std::lround(*out.km)), {}});
}

void say_size(Match& out, const Asked& asked, std::int64_t value_cents) {
  if (!out.offering) return;
  const Offering& offering = *out.offering;
  if (asked.quantity && offering.maximum && *offering.maximum < *asked.quantity)
    out.against.push_back({AgainstIt::too_much, offering.unit.value_or(""), *offering.maximum, {}});
  if (asked.quantity && offering.minimum && *offering.minimum > *asked.quantity)
    out.against.push_back({AgainstIt::too_little, offering.unit.value_or(""), *offering.minimum, {}});
  if (offering.price_cents && value_cents > 0 && *offering.price_cents * asked.quantity.value_or(1) > value_cents)
    out.against.push_back({AgainstIt::dear, offering.unit.value_or(""), *offering.price_cents * asked.quantity.value_or(1) / 100, {}});
}

// Who was asked less comes before who fits about as well; among those proposed is a newcomer when one fits.
void put_in_turn(std::vector<Found>& all, std::size_t proposed) {
  const auto band = [](const Found& each) { return std::lround(each.score * 12); };
  std::stable_sort(all.begin(), all.end(), [&](const Found& a, const Found& b) {
    if (band(a) != band(b)) return band(a) > band(b);
    if (a.match.times_asked != b.match.times_asked) return a.match.times_asked < b.match.times_asked;
    return a.score > b.score;
  });
  if (proposed == 0 || all.size() <= proposed) return;
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(proposed);
  if (proposed < 2 || std::any_of(all.begin(), end, [](const Found& each) { return each.match.newcomer; })) return;
  const auto fresh = std::find_if(end, all.end(), [&](const Found& each) { return each.match.newcomer && each.score >= fits_well; });
  if (fresh != all.end()) std::rotate(end - 1, fresh, fresh + 1);
}

Allowed allowed_by(const BoughtThing& bought, const Knowledge& knowledge, const std::string& language) {
  Allowed out;
  out.procedure = bought.procedure;
  out.may_ask = purchase::chooses_whom_to_invite(bought.procedure);
  if (const InvitationRule* known = knowledge.invitation(bought.procedure)) {
    out.from = known->from;
    out.to = known->to;
    out.article = known->article;
    out.text = language == "en" ? known->text_en : known->text_nl;
  }
  return out;
}

BoughtThing bought_of(db::Session& session, const Uuid& id) {
  auto out = session.find<BoughtThing>(bought_thing, id);
  if (!out) throw not_found();
  return *out;
}

std::vector<Found> found_for(db::Session& session, Directory& directory, const BoughtThing& bought, Asked& asked, std::int64_t& total,
                             Date today) {
  const Place* here = directory.knowledge().home_of(bought.municipality);
  return directory.with(session, [&](const Index& index) {
    asked = index.understand(PurchaseWords{bought.title, bought.need, bought.cpv});
    std::vector<Found> out;
    if (asked.words.empty()) return out;
    Narrow narrow;
    narrow.home = here;
    const Answers answers = index.answer(asked, narrow, today);
    total = static_cast<std::int64_t>(answers.list.size());
    for (const Answer& each : answers.list) {
      if (out.size() == looked_at) break;
      const Card& card = index.card(each.entry);
      Found& found = out.emplace_back();
      found.card = card;
      found.score = each.score;
      found.match.id = card.id;
      found.match.name = card.name;
      found.match.place = card.place;
      found.match.km = each.km;
      found.match.fit = std::min(1.0, each.score);
      if (!card.offerings.empty()) found.match.offering = card.offerings[static_cast<std::size_t>(std::max(each.offering, 0))];
      found.match.certificates = certificate_states(card, today);
    }
    return out;
  });
}

std::optional<Reserved> reserved_for(const std::vector<Found>& all, const Knowledge& knowledge) {
  Reserved out{"2.82 Aw", 0, {}};
  for (const Found& each : all) {
    const bool may = std::any_of(each.match.certificates.begin(), each.match.certificates.end(), [&](const CertificateState& state) {
      const Certificate* known = knowledge.certificate(state.code);
      return !state.expired && known != nullptr && known->reserved;
    });
    if (!may || each.score < fits_well) continue;
    ++out.count;
    if (out.names.size() < 3) out.names.push_back(each.match.name);
  }
  return out.count == 0 ? std::nullopt : std::optional(out);
}

Matches matches_of(const http::Request& request, db::Session& session, Directory& directory) {
  const Uuid id = request.id_param("id");
  const BoughtThing bought = bought_of(session, id);
  const Date today = date_of(request.now);
  Matches out;
  out.allowed = allowed_by(bought, directory.knowledge(), request.language);
  out.total = 0;
  Asked asked;
  std::vector<Found> all = found_for(session, directory, bought, asked, out.total, today);
  std::vector<WhoIs> who;
  for (const Found& each : all) who.push_back({each.match.id, each.card.kvk});
  const std::map<Uuid, KnownEnterprise> known = known_of(session, who);
  for (Found& each : all) {
    const KnownEnterprise& us = known.at(each.match.id);
    each.match.asked_on = us.asked_on;
    each.match.times_asked = us.times;
    each.match.newcomer = us.times == 0 && us.contracts == 0;
    say_for(each, bought, directory.knowledge(), today);
    say_size(each.match, asked, bought.value_cents);
    if (each.match.newcomer) each.match.reasons.push_back({ForIt::newcomer, "", {}, {}});
    if (us.times > 0) each.match.against.push_back({AgainstIt::asked_before, "", us.times, us.asked_on});
    if (us.contracts > 0) each.match.against.push_back({AgainstIt::supplier, "", us.contracts, {}});
  }
  out.reserved = reserved_for(all, directory.knowledge());
  const std::size_t proposed = out.allowed.may_ask ? static_cast<std::size_t>(std::max(out.allowed.to, 0)) : 0;
  put_in_turn(all, proposed);
  for (Found& each : all) {
    if (out.items.size() == listed) break;
    each.match.proposed = out.items.size() < proposed;
    out.items.push_back(std::move(each.match));
  }
  out.asked = session.rows<AskedLine>(asked_of_purchase, id);
  return out;
}

struct AskEnterpriseInput {
  Uuid enterprise_id;
};
BOOST_DESCRIBE_STRUCT(AskEnterpriseInput, (), (enterprise_id))
struct AskedOutcomeInput {
  AskedOutcome outcome{};
  std::string words;
};
BOOST_DESCRIBE_STRUCT(AskedOutcomeInput, (), (outcome, words))

const db::Statement insert_asked{"market.insert_asked", R"sql(
INSERT INTO market.asked (municipality_id, id, purchase_id, enterprise_id, enterprise_name, asked_on, person_name, at)
SELECT platform.current_municipality(), $1, $2, $3, $4, $5, p.name, $6
  FROM organisation.person p
 WHERE p.id = platform.current_person()
    ON CONFLICT (municipality_id, purchase_id, enterprise_id) DO NOTHING
)sql"};

AskedLine asked_row(db::Session& session, const Uuid& id) {
  auto out = session.find<AskedLine>(asked_by_id, id);
  if (!out) throw not_found();
  return *out;
}

AskedLine ask_enterprise(const http::Request& request, db::Session& session, const AskEnterpriseInput& in) {
  const Uuid purchase = request.id_param("id");
  const BoughtThing bought = bought_of(session, purchase);
  // Whoever may offer anyway is not asked by name.
  if (!purchase::chooses_whom_to_invite(bought.procedure)) throw conflict("nobodyInvited");
  const Card card = card_of(session, in.enterprise_id);
  const Uuid id = new_id();
  if (session.query(insert_asked, id, purchase, card.id, card.name, date_of(request.now), request.now).affected() == 0)
    throw conflict("askedAlready", {{"name", card.name}});
  return asked_row(session, id);
}

AskedLine change_asked(const http::Request& request, db::Session& session, const AskedOutcomeInput& in) {
  const AskedLine before = asked_row(session, request.id_param("id"));
  request.expect_version(before.version);
  session.query("UPDATE market.asked SET outcome = $2, words = $3, version = version + 1 WHERE id = $1", before.id, in.outcome, in.words);
  return asked_row(session, before.id);
}

}  // namespace

void add_match_routes(http::Router& router, const MarketParts& parts) {
  router.get<Matches>("/purchases/{id}/matches", "market.read",
                      {"listPurchaseMatches", "market", "Who can deliver this, with what speaks for and against each, and what is allowed"},
                      [directory = parts.directory](const http::Request& request, db::Session& session) {
                        return matches_of(request, session, *directory);
                      });
  router.post<AskedLine>("/purchases/{id}/asked", "purchase.edit", {"askEnterprise", "market", "An enterprise was asked for this purchase"},
                         ask_enterprise);
  router.put<AskedLine>("/asked-enterprises/{id}", "purchase.edit", {"changeAskedEnterprise", "market", "What came of asking it"},
                        change_asked);
  router.remove("/asked-enterprises/{id}", "purchase.edit", {"removeAskedEnterprise", "market", "It was not asked after all"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM market.asked WHERE id = $1", request.id_param("id")).affected() == 0) throw not_found();
                });
}

}  // namespace tenzij::market
