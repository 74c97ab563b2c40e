// The one-minute form: what, how much, when. The rest is filled in, and the impact paragraph writes itself.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct GuessQuery {
  std::string what;
};
BOOST_DESCRIBE_STRUCT(GuessQuery, (), (what))

// A compound is what its last part is: a kerstboeket is a boeket. Shorter parts are chance.
constexpr std::size_t shortest_part = 4;

const WordHint* hint_of(const std::string& word, const Knowledge& knowledge) {
  if (const auto exact = knowledge.words.find(word); exact != knowledge.words.end()) return &exact->second;
  // Plurals that the normaliser leaves, as it does with words from elsewhere: laptops.
  if (word.ends_with('s'))
    if (const auto one = knowledge.words.find(word.substr(0, word.size() - 1)); one != knowledge.words.end()) return &one->second;
  const WordHint* best = nullptr;
  std::size_t longest = shortest_part - 1;
  for (const auto& [known, hint] : knowledge.words)
    if (known.size() > longest && word.size() > known.size() && word.ends_with(known)) {
      best = &hint;
      longest = known.size();
    }
  return best;
}

const db::Statement nearest_holder{"purchase.nearest_holder", R"sql(
SELECT p.id
  FROM organisation.unit_and_above($1) u
  JOIN organisation.person p ON p.municipality_id = platform.current_municipality() AND p.unit_id = u.id
  JOIN auth.role_grant r
       ON r.municipality_id = p.municipality_id
      AND r.person_id = p.id
      AND r.role IN ('budget_holder', 'director')
 ORDER BY u.distance, r.role, p.name
 LIMIT 1
)sql"};

// Who asks decides, when that is a budget holder; otherwise the budget holder of the unit, or of the one above it.
std::optional<Uuid> holder_for(db::Session& session, const std::optional<Uuid>& unit) {
  const Uuid self = session.actor().person_id;
  if (!session.query("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role IN ('budget_holder', 'director')", self).empty())
    return self;
  return session.scalar<Uuid>(nearest_holder, unit);
}

}  // namespace

Guess guess(db::Session& session, const std::string& what, const Knowledge& knowledge) {
  for (const std::string& word : scan::lexemes(what))
    if (const WordHint* hint = hint_of(word, knowledge)) return {category_of(session, hint->cpv), hint->cpv, hint->nature};
  return {{}, {}, Nature::supplies};
}

Uuid add_small(db::Session& session, const SmallInput& in, const Knowledge& knowledge, Instant now) {
  std::vector<FieldError> errors;
  if (text::trim(in.what).empty()) errors.push_back({"/what", "required"});
  json::check_lengths(in, "", errors);
  if (in.value_cents < 0) errors.push_back({"/valueCents", "negative"});
  if (in.value_cents >= small_limit_cents) errors.push_back({"/valueCents", "notSmall"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Guess found = guess(session, in.what, knowledge);
  PurchaseInput out;
  out.title = std::string(text::trim(in.what));
  out.category = in.category ? in.category : found.category;
  // A category chosen by hand does not go with the CPV of another.
  if (out.category == found.category) out.cpv = found.cpv;
  out.nature = found.nature;
  out.value_cents = in.value_cents;
  out.lots = 1;
  out.unit_id =
      in.unit_id ? in.unit_id : session.scalar<Uuid>("SELECT unit_id FROM organisation.person WHERE id = $1", session.actor().person_id);
  out.budget_holder_id = in.budget_holder_id ? in.budget_holder_id : holder_for(session, out.unit_id);
  out.procedure = "single_private";
  out.procedure_reason = "klein";  // dropped where it is what is advised
  out.publish_on = in.needed_on;
  out.contract_from = in.needed_on;
  out.contract_to = in.needed_on;
  return add_small_row(session, out, knowledge, now);
}

void add_small_routes(http::Router& router, const Knowledge& knowledge) {
  router.post<PurchaseCreated>("/small-purchases", "purchase.edit",
                               {"addSmallPurchase", "purchases", "What, how much, when: the impact paragraph comes by itself"},
                               [&knowledge](const http::Request& request, db::Session& session, const SmallInput& in) {
                                 return PurchaseCreated{add_small(session, in, knowledge, request.now)};
                               });
  router.get<Guess>(
      "/purchase-guess", "purchase.read", {"guessPurchase", "purchases", "What these words probably buy"},
      [&knowledge](const http::Request&, db::Session& session, const GuessQuery& query) { return guess(session, query.what, knowledge); });
}

}  // namespace tenzij::purchase
