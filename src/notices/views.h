// What the pages see of notices: lists and one notice with everything that belongs to it.
#pragma once

#include "notices/notices.h"
#include "notices/whose.h"

namespace tenzij::notices {

enum class Verdict { confirmed, rejected };
BOOST_DESCRIBE_ENUM(Verdict, confirmed, rejected)

struct NoticeRow {
  Uuid id;
  std::string title;
  std::string buyer;
  std::optional<Date> published_on;
  std::string stage;
  std::string kind;
  std::string nature;
  std::string cpv;
  std::optional<std::int64_t> value_cents;  // awarded, or else estimated; in `currency`
  std::string currency;
  std::optional<std::int64_t> maximum_cents;
  std::string outcome;
  std::string whose;
  std::string left_out;  // why it is in no figure; empty: it counts
  std::optional<Uuid> unit_id;
  std::vector<std::string> themes;  // with something asked
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (),
                      (id, title, buyer, published_on, stage, kind, nature, cpv, value_cents, currency, maximum_cents, outcome, whose,
                       left_out, unit_id, themes))

struct NoticePage {
  std::vector<NoticeRow> items;
  std::int64_t total;
  std::int64_t page;
  std::int64_t page_size;
};
BOOST_DESCRIBE_STRUCT(NoticePage, (), (items, total, page, page_size))

enum class NoticeSort { title, published_on, stage, buyer, value };
BOOST_DESCRIBE_ENUM(NoticeSort, title, published_on, stage, buyer, value)
struct NoticeQuery {
  std::optional<std::string> search;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
  std::optional<std::string> stage;
  std::optional<std::string> theme;     // with a finding on it
  std::optional<std::string> whose;     // own, joint, other, unknown; without it all but other
  std::optional<std::string> left_out;  // the reason why it is in no figure; "any"; "none": what counts
  std::optional<bool> no_unit;
  std::optional<NoticeSort> sort;  // newest first when nothing is said
  std::optional<bool> descending;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(NoticeQuery, (), (search, unit_id, year, stage, theme, whose, left_out, no_unit, sort, descending, page, page_size))

struct Decision {
  Verdict verdict;
  std::string reason;
  std::string person;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (verdict, reason, person, at))

struct JudgedFinding : NoticeFinding {
  std::optional<Decision> decision;
};
BOOST_DESCRIBE_STRUCT(JudgedFinding, (NoticeFinding), (decision))

struct RelatedNotice {
  Uuid id;
  std::string title;
  std::string kind;
  std::string stage;
  std::string version;
  bool current;
  std::string left_out;
  std::string relation;  // what this notice says of it, or it of this one: replaces, modifies, follows, planning; empty: the same procedure
  std::string publication_number;
  std::optional<Date> published_on;
};
BOOST_DESCRIBE_STRUCT(RelatedNotice, (), (id, title, kind, stage, version, current, left_out, relation, publication_number, published_on))

// What people said of whose it is, newest first.
struct Claim {
  std::string whose;
  std::string reason;
  std::string person;
  Instant at;
  std::optional<Instant> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(Claim, (), (whose, reason, person, at, withdrawn_at))

struct NoticeDetail {
  Uuid id;
  Notice notice;
  bool current;
  std::optional<Uuid> unit_id;
  std::string file_name;
  Instant imported_at;
  std::vector<JudgedFinding> findings;
  std::string whose;
  std::string judged;  // whose, by the rule alone
  std::string left_out;
  std::vector<Claim> claims;
  std::vector<std::string> unread_languages;  // texts in these were not scanned, since the same stands there in another
  std::vector<RelatedNotice> related;         // the chain of its procedure, older versions included
};
BOOST_DESCRIBE_STRUCT(NoticeDetail, (),
                      (id, notice, current, unit_id, file_name, imported_at, findings, whose, judged, left_out, claims, unread_languages,
                       related))

NoticePage list(db::Session& session, const NoticeQuery& query);
// The ids of all that a query finds, at most `most`.
std::vector<Uuid> notices_found(db::Session& session, const NoticeQuery& query, std::size_t most);
NoticeDetail detail(db::Session& session, const Uuid& id);  // 404 when it is not in this municipality

}  // namespace tenzij::notices
