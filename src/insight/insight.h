// "Waar staan we?": what the municipality asked in its calls, from the notices. A procedure counts once, whatever
// the number of its notices. Figures come from roll-ups that follow every import and every decision.
#pragma once

#include "platform/http/router.h"

namespace tenzij::insight {

// Filters of the page; all of them narrow every figure on it. The rows behind a number use the same plus a theme,
// an instrument or a side of "declared versus detected".
struct Query {
  std::optional<std::int64_t> from;  // year
  std::optional<std::int64_t> to;
  std::optional<Uuid> unit_id;
  std::optional<std::string> cpv;  // division, two digits
  std::optional<std::string> procedure;
  std::optional<std::string> nature;
  std::optional<std::string> band;       // lt50, lt100, lt_eu, ge_eu, unknown
  std::optional<std::string> threshold;  // above, below, unknown
  std::optional<std::string> theme;
  std::optional<std::string> instrument;
  std::optional<bool> unassigned;     // true: belongs to no unit yet
  std::optional<std::string> status;  // asks, ambition, silent, sme, joint, other_currency, no_value, both, asked_only, declared_only
};
BOOST_DESCRIBE_STRUCT(Query, (), (from, to, unit_id, cpv, procedure, nature, band, threshold, theme, instrument, unassigned, status))

// How many procedures, and their euros; of those without a value nothing is known.
struct Share {
  std::string key;
  std::int64_t count;
  std::int64_t value_cents;
  std::int64_t with_impact;
  std::int64_t with_impact_value_cents;
};
BOOST_DESCRIBE_STRUCT(Share, (), (key, count, value_cents, with_impact, with_impact_value_cents))

struct ThemeCount {
  std::string theme;
  std::int64_t asked;
  std::int64_t asked_value_cents;
  std::int64_t declared;
  std::int64_t both;
  std::int64_t asked_only;     // asked in the text, not declared in the notice
  std::int64_t declared_only;  // declared, but nothing found in the text
};
BOOST_DESCRIBE_STRUCT(ThemeCount, (), (theme, asked, asked_value_cents, declared, both, asked_only, declared_only))

struct MatrixCell {
  std::string theme;
  std::string instrument;
  std::int64_t count;
  std::int64_t value_cents;
};
BOOST_DESCRIBE_STRUCT(MatrixCell, (), (theme, instrument, count, value_cents))

struct YearTheme {
  std::int64_t year;
  std::string theme;
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(YearTheme, (), (year, theme, count))

// A published figure to compare with; never mixed with our own.
struct NationalFigure {
  std::string key;
  double percent;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(NationalFigure, (), (key, percent, source))

// Notices that are in no figure, by the reason; the list of notices with that reason has as many rows.
struct NotCounted {
  std::string reason;
  std::int64_t notices;
};
BOOST_DESCRIBE_STRUCT(NotCounted, (), (reason, notices))

struct Standing {
  std::int64_t procedures;
  std::int64_t notices;
  std::int64_t value_cents;
  std::int64_t without_value;
  std::int64_t with_impact;
  std::int64_t with_impact_value_cents;
  std::int64_t ambition_only;
  std::int64_t sme;
  std::int64_t joint;           // bought with or for others; counted in `procedures`
  std::int64_t other_currency;  // their value is in no sum
  std::optional<std::int64_t> first_year;
  std::optional<std::int64_t> last_year;
  std::vector<ThemeCount> themes;
  std::vector<MatrixCell> matrix;
  std::vector<Share> years;
  std::vector<YearTheme> year_themes;
  std::vector<Share> units;  // key: unit id, empty when not assigned
  std::vector<Share> categories;
  std::vector<Share> procedure_types;
  std::vector<Share> natures;
  std::vector<Share> bands;
  std::vector<Share> thresholds;
  std::vector<NotCounted> left_out;  // of all years
  std::vector<NationalFigure> references;
};
BOOST_DESCRIBE_STRUCT(Standing, (),
                      (procedures, notices, value_cents, without_value, with_impact, with_impact_value_cents, ambition_only, sme, joint,
                       other_currency, first_year, last_year, themes, matrix, years, year_themes, units, categories, procedure_types,
                       natures, bands, thresholds, left_out, references))

struct ProcedureRow {
  Uuid notice_id;
  std::string procedure_key;
  std::string title;
  std::optional<Date> published_on;
  std::string nature;
  std::string procedure_type;
  std::string cpv_division;
  std::optional<Uuid> unit_id;
  std::optional<std::int64_t> value_cents;    // euros
  std::optional<std::int64_t> maximum_cents;  // of a framework, in euros
  std::optional<std::int64_t> foreign_cents;  // value in another currency
  std::string foreign_currency;
  std::string outcome;
  std::string whose;
  std::string threshold;
  bool asks;
  bool ambition_only;
  std::vector<std::string> themes;
  std::vector<std::string> declared_themes;
};
BOOST_DESCRIBE_STRUCT(ProcedureRow, (),
                      (notice_id, procedure_key, title, published_on, nature, procedure_type, cpv_division, unit_id, value_cents,
                       maximum_cents, foreign_cents, foreign_currency, outcome, whose, threshold, asks, ambition_only, themes,
                       declared_themes))

Standing standing(db::Session& session, const Query& query, const std::vector<NationalFigure>& references);
std::vector<ProcedureRow> procedures(db::Session& session, const Query& query, int limit);
// How many there are of them, after procedures().
std::int64_t procedure_count(db::Session& session, const Query& query);
std::vector<NationalFigure> read_references(const std::string& tsv);

// What past calls and purchases of a purchasing category asked on a theme, as a level of focus: 3 when more than half did, 2 from a
// quarter, 1 when any did.
struct FocusProposal {
  std::string category;
  std::string theme;
  int focus;
  std::int64_t asked;
  std::int64_t procedures;
};
BOOST_DESCRIBE_STRUCT(FocusProposal, (), (category, theme, focus, asked, procedures))
struct FocusProposalList {
  std::vector<FocusProposal> items;
};
BOOST_DESCRIBE_STRUCT(FocusProposalList, (), (items))
std::vector<FocusProposal> focus_proposals(db::Session& session);

void add_routes(http::Router& router, std::vector<NationalFigure> references, const Messages& messages);

}  // namespace tenzij::insight
