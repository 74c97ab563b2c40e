// GET /search: what fits, grouped by kind, as somebody types.
#include <algorithm>

#include "thread/search.h"

namespace tenzij::thread {

namespace {

struct SearchQuery {
  std::optional<std::string> q;
  std::optional<std::string> kind;
  std::optional<int> limit;  // of each kind
  std::optional<int> page;   // of one kind
  std::optional<Uuid> unit_id;
  std::optional<int> year;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (q, kind, limit, page, unit_id, year))

struct SearchHit {
  std::string kind;
  Uuid id;
  std::optional<std::string> whole_kind;
  std::optional<Uuid> whole_id;
  std::optional<std::string> whole;  // its title
  std::string title;
  std::vector<Mark> title_marks;
  std::string detail;
  std::string text;  // around the words that answer, where the title has none
  std::vector<Mark> text_marks;
  std::optional<std::string> number;
  std::optional<Uuid> unit_id;
  std::optional<std::string> unit;
  std::optional<int> year;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(SearchHit, (),
                      (kind, id, whole_kind, whole_id, whole, title, title_marks, detail, text, text_marks, number, unit_id, unit, year,
                       archived))

struct SearchGroup {
  std::string kind;
  std::int64_t count = 0;
  std::vector<SearchHit> items;
};
BOOST_DESCRIBE_STRUCT(SearchGroup, (), (kind, count, items))

struct SearchResult {
  std::vector<SearchGroup> groups;  // the kind with the best hit first
  std::int64_t count = 0;
  bool more = false;  // more than were counted
};
BOOST_DESCRIBE_STRUCT(SearchResult, (), (groups, count, more))

constexpr int shown_per_kind = 5;
constexpr int shown_most = 50;
constexpr int last_page = 100;
// What is shown of a text: two lines on a screen.
constexpr std::size_t shown_bytes = 220;

struct Around {
  std::optional<Uuid> unit_id;
  std::optional<std::string> unit;
  std::optional<std::string> whole;
  std::optional<int> year;
};
BOOST_DESCRIBE_STRUCT(Around, (), (unit_id, unit, whole, year))

// What a hit has no word of itself, its whole says.
const db::Statement around_records{"thread.around_records", R"sql(
SELECT u.id AS unit_id, u.name AS unit, w.title AS whole, coalesce(r.year, w.year) AS year
  FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS h(kind, id, place)
  JOIN thread.record r ON r.municipality_id = platform.current_municipality() AND r.kind = h.kind AND r.id = h.id
  LEFT JOIN thread.record w
       ON w.municipality_id = r.municipality_id
      AND w.kind = r.whole_kind
      AND w.id = r.whole_id
      AND w.kind = ANY ($3::text[])
  LEFT JOIN organisation.unit u ON u.municipality_id = r.municipality_id AND u.id = coalesce(r.unit_id, w.unit_id)
 ORDER BY h.place
)sql"};

// A piece of a long text that begins a little before its first mark.
std::string piece(const std::string& text, const std::vector<Mark>& marks) {
  if (text.size() <= shown_bytes) return text;
  std::size_t from = 0;
  if (!marks.empty()) {
    std::int64_t character = -1;
    std::size_t byte = 0;
    for (; byte < text.size(); ++byte)
      if ((static_cast<unsigned char>(text[byte]) & 0xc0U) != 0x80U && ++character == marks.front().start) break;
    if (byte > shown_bytes / 2) from = text.find(' ', byte - shown_bytes / 3);
    if (from >= byte) from = byte;
  }
  const std::string rest = text.substr(from == 0 ? 0 : text.find_first_not_of(' ', from));
  return (from == 0 ? "" : "… ") + text::shorten(rest, shown_bytes);
}

SearchHit hit_of(const Candidate& candidate, Judge& judge) {
  SearchHit out;
  out.kind = candidate.kind;
  out.id = candidate.id;
  out.whole_kind = candidate.whole_kind;
  out.whole_id = candidate.whole_id;
  const auto in_title = judge.marks(candidate.title);
  out.title = piece(candidate.title, in_title);
  out.title_marks = judge.marks(out.title);
  out.detail = candidate.detail;
  if (in_title.empty()) {
    const auto in_words = judge.marks(candidate.words);
    if (!in_words.empty()) out.text = piece(candidate.words, in_words);
    out.text_marks = judge.marks(out.text);
  }
  out.number = candidate.number;
  out.archived = candidate.archived;
  return out;
}

void complete(db::Session& session, std::vector<SearchGroup>& groups, const std::vector<std::string>& seen) {
  std::vector<std::string> kinds;
  std::vector<Uuid> ids;
  for (const SearchGroup& group : groups)
    for (const SearchHit& hit : group.items) {
      kinds.push_back(hit.kind);
      ids.push_back(hit.id);
    }
  const auto around = session.rows<Around>(around_records, kinds, ids, seen);
  std::size_t at = 0;
  for (SearchGroup& group : groups)
    for (SearchHit& hit : group.items) {
      if (at >= around.size()) return;
      hit.unit_id = around[at].unit_id;
      hit.unit = around[at].unit;
      hit.whole = around[at].whole;
      hit.year = around[at].year;
      ++at;
    }
}

void check_query(const SearchQuery& query) {
  std::vector<FieldError> errors;
  const auto range = [&](const char* name, const std::optional<int>& value, int most) {
    if (value && (*value < 1 || *value > most)) errors.push_back({name, "outOfRange", {{"least", "1"}, {"most", std::to_string(most)}}});
  };
  range("?limit", query.limit, shown_most);
  range("?page", query.page, last_page);
  range("?year", query.year, 9998);
  if (!errors.empty()) throw bad_request(errors);
}

SearchResult answer(db::Session& session, const SearchQuery& query, const SearchWords& known, const std::vector<std::string>& seen) {
  check_query(query);
  SearchScope scope{seen, query.unit_id, query.year};
  if (query.kind) std::erase_if(scope.kinds, [&](const std::string& each) { return each != *query.kind; });
  RankedRecords found = search(session, known, query.q.value_or(""), scope);
  SearchResult out;
  out.more = found.more;
  std::map<std::string, std::int64_t> fetched;
  std::map<std::string, std::int64_t> of_kind;
  for (const Candidate& each : found.candidates) {
    ++fetched[each.kind];
    of_kind[each.kind] = std::max(of_kind[each.kind], each.of_kind);
  }
  const auto limit = static_cast<std::int64_t>(query.limit.value_or(shown_per_kind));
  const std::int64_t skipped = query.kind ? (query.page.value_or(1) - 1) * limit : 0;
  std::map<std::string, std::size_t> place;
  for (const Fit& fit : found.fits) {
    const auto [at, is_new] = place.try_emplace(fit.candidate->kind, out.groups.size());
    if (is_new) out.groups.push_back({fit.candidate->kind, 0, {}});
    SearchGroup& group = out.groups[at->second];
    if (group.count >= skipped && group.count < skipped + limit) group.items.push_back(hit_of(*fit.candidate, *found.judge));
    ++group.count;
  }
  const bool filtered = query.unit_id || query.year;
  for (SearchGroup& group : out.groups) {
    // Those that were found and not weighed one by one count too.
    if (!filtered && of_kind[group.kind] > fetched[group.kind]) group.count += of_kind[group.kind] - fetched[group.kind];
    out.count += group.count;
  }
  complete(session, out.groups, seen);
  return out;
}

}  // namespace

void add_search_routes(http::Router& router, const Kinds& kinds, const std::filesystem::path& knowledge) {
  Kinds searched;
  for (const Kind& each : kinds)
    if (each.searched) searched.push_back(each);
  const auto known = std::make_shared<const SearchWords>(knowledge / "search");
  router.get<SearchResult>(
      "/search", "policy.read",
      {"search", "red-thread", "Records of every kind that this person may see: by number, title, words, with typing errors"},
      [searched, known](const http::Request& request, db::Session& session, const SearchQuery& query) {
        return answer(session, query, *known, seen_by(searched, request.who));
      });
}

}  // namespace tenzij::thread
