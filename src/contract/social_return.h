// What a contract asks of social return, and what was done for it: a pure sum, the same for the pages, the downloads and
// `tenzij social-return FILE`. Why each sentence is read as it is: docs/decisions/0037-social-return.md.
//
// Money is in euro cents without VAT; percentages and shares are in basis points. Everything is counted in whole numbers of 128
// bits and rounded once per line, half up to the cent. Days are calendar days, the first and the last both counted; a year has
// 365, also a leap year. Sources of the rules: policies and tables of the municipalities themselves, which are data.
#pragma once

#include "platform/base/json.h"

namespace tenzij::contract {

// What the percentage is taken of. Of a wage sum with a fixed wage share: that share of the contract's value. Without one the
// values are stated wage sums themselves. Of a yearly value: threshold and maximum look at the value spread over the days of the
// contract, a year of 365. Of turnover: the values are what was invoiced per calendar year, and each year stands alone.
enum class ReturnBase { contract_value, wage_sum, yearly_value, turnover };
BOOST_DESCRIBE_ENUM(ReturnBase, contract_value, wage_sum, yearly_value, turnover)
// Which table holds for a line: the one valid on its own first day, on the first day of the contract, on the day of award, or on that of
// publication.
enum class TableBy { placement, contract, award, publication };
BOOST_DESCRIBE_ENUM(TableBy, placement, contract, award, publication)

// What a PSO certificate counts for. Days: its step's share of the obligation, in proportion to the days of the contract on which it is
// valid. Throughout: that share when one is valid on every day of the contract, else nothing.
enum class PsoBy { days, throughout };
BOOST_DESCRIBE_ENUM(PsoBy, days, throughout)

struct ReturnRule {
  int percent_bp{};
  ReturnBase of{};
  std::optional<int> wage_share_bp{};
  std::optional<std::int64_t> from_cents{};   // "from": this value is asked already
  std::optional<std::int64_t> above_cents{};  // "above": this value is not; never both
  std::optional<std::int64_t> maximum_cents{};
  std::optional<int> lower_percent_bp{};     // instead of the percentage, where the share of labour is
  std::optional<int> below_share_bp{};       // below this; both or neither
  std::optional<PsoBy> pso_by{};             // of certificates; days when it does not say
  std::optional<json::object> pso_shares{};  // {step: of the obligation}
};
BOOST_DESCRIBE_STRUCT(ReturnRule, (),
                      (percent_bp, of, wage_share_bp, from_cents, above_cents, maximum_cents, lower_percent_bp, below_share_bp, pso_by,
                       pso_shares))

struct ReturnTable {
  Date valid_from;
  double norm_hours{};
  json::object blocks;                           // {code: cents for a year of the norm}
  std::optional<json::object> bonuses{};         // {code: cents for a year of the norm}
  std::optional<std::int64_t> cents_per_hour{};  // of activities
  std::optional<json::object> longest_months{};  // {code of a block: months that somebody counts}; none: as long as it lasts
  std::optional<int> begun_before_months{};      // so long before the contract somebody may have begun; none: however long
  std::optional<std::int64_t> cents_per_day{};   // what activities of one day count for at most
};
BOOST_DESCRIBE_STRUCT(ReturnTable, (),
                      (valid_from, norm_hours, blocks, bonuses, cents_per_hour, longest_months, begun_before_months, cents_per_day))

// The contract's value from a day on: the first, and each change or option that came into force.
struct ReturnValue {
  Date from;
  std::int64_t value_cents{};
};
BOOST_DESCRIBE_STRUCT(ReturnValue, (), (from, value_cents))

// Somebody at work. Another number of hours or another bonus is another line. `reference` is the supplier's own and never a number
// that could be a citizen service number (BSN).
struct ReturnPlacement {
  std::string block;
  double hours_per_week{};
  Date from;
  Date to;
  std::vector<std::string> bonuses;
  std::optional<std::string> reference{};
  std::optional<Date> table_from{};      // the table that this line keeps, whatever came later
  std::optional<std::string> partner{};  // for whom somebody works, as its line says again; none: the main party
};
BOOST_DESCRIBE_STRUCT(ReturnPlacement, (), (block, hours_per_week, from, to, bonuses, reference, table_from, partner))

struct ReturnInvoice {
  Date on;
  std::int64_t cents{};
};
BOOST_DESCRIBE_STRUCT(ReturnInvoice, (), (on, cents))
struct ReturnHours {
  Date on;
  double hours{};
  std::optional<Date> table_from{};
};
BOOST_DESCRIBE_STRUCT(ReturnHours, (), (on, hours, table_from))

// A surplus that came from another contract of the same supplier, or below zero: that went to another one.
struct ReturnCarried {
  Date on;
  std::int64_t cents{};
};
BOOST_DESCRIBE_STRUCT(ReturnCarried, (), (on, cents))

// A PSO certificate of the supplier: from its first to its last day.
struct ReturnCertificate {
  json::value step;  // aspirant, basis, 1, 2, 3 or 30+
  Date from;
  Date to;
};
BOOST_DESCRIBE_STRUCT(ReturnCertificate, (), (step, from, to))

struct ReturnFile {
  Date contract_from;
  std::optional<Date> contract_to{};
  TableBy table_by{};
  ReturnRule rule;
  std::vector<ReturnTable> tables;
  std::vector<ReturnValue> values;
  std::vector<ReturnPlacement> placements;
  std::vector<ReturnInvoice> invoices;
  std::vector<ReturnHours> hours;
  std::optional<json::value> pso_step{};  // aspirant, basis, 1, 2, 3 or 30+: valid on every day, or else `certificates`
  std::optional<int> pso_counts_bp{};     // of the obligation, for that step; none: as the rule says
  std::optional<int> labour_share_bp{};   // of this contract, where the rule has a lower percentage below a share
  std::optional<bool> asked_anyway{};     // a later value passed the threshold, and a person decided that it is asked from there on
  std::optional<bool> exempt{};           // somebody decided that nothing is asked
  std::vector<ReturnCarried> carried;
  std::vector<ReturnCertificate> certificates;
  std::optional<Date> table_day{};     // of award or publication, where the table is by that
  std::optional<Date> certified_to{};  // days after it are still to come: with a rule by days they do not count yet
};
BOOST_DESCRIBE_STRUCT(ReturnFile, (),
                      (contract_from, contract_to, table_by, rule, tables, values, placements, invoices, hours, pso_step, pso_counts_bp,
                       labour_share_bp, asked_anyway, exempt, carried, certificates, table_day, certified_to))

enum class LineKind { obligation, change, placement, invoice, hours, pso, carried };
BOOST_DESCRIBE_ENUM(LineKind, obligation, change, placement, invoice, hours, pso, carried)
// What a line says beside its figures.
enum class LineNote {
  below_threshold,   // nothing is asked: the first value does not reach the threshold
  threshold_passed,  // a later value does; somebody decides whether that asks anything
  maximum,           // the percentage gives more than is asked at most
  share_not_used,    // a wage share was given, and the rule is of the contract's value
  hours_above_norm,  // counted as the norm
  began_before,      // counted from the first day of the contract
  ended_after,       // counted to the last day of the contract
  longest_duration,  // counted no longer than somebody of this group counts
  outside_contract,  // no day of it counts
  before_contract,   // an invoice or hours from before the contract: counted, and worth a look
  pso_not_counted,   // the rule gives nothing for it
  asked_anyway,      // the threshold was passed later, and a person decided that this asks something
  lower_percent,     // the share of labour is small
  exempted,          // somebody decided that nothing is asked
  pso_no_end,        // a contract without a last day has no days to count by
  pso_gap,           // no certificate is valid on all days of the contract
  began_too_early,   // longer before the contract than the table allows
  day_maximum        // activities of one day count for so much at most
};
BOOST_DESCRIBE_ENUM(LineNote, below_threshold, threshold_passed, maximum, share_not_used, hours_above_norm, began_before, ended_after,
                    longest_duration, outside_contract, before_contract, pso_not_counted, asked_anyway, lower_percent, exempted, pso_no_end,
                    pso_gap, began_too_early, day_maximum)

// One line of the sum, with what one needs to redo it. Obligations are below zero and what was done above it, so that all lines
// add up to the balance.
struct ReturnLine {
  LineKind kind{};
  Date from;
  std::optional<Date> to{};
  std::int64_t cents{};
  std::optional<std::int64_t> of_cents{};  // the value; block and bonuses for a year; cents per hour; the obligation
  std::optional<int> percent_bp{};
  std::optional<int> share_bp{};
  std::optional<std::string> block{};
  std::vector<std::string> bonuses{};
  std::optional<double> hours{};  // that count
  std::optional<double> norm_hours{};
  std::optional<std::int64_t> days{};  // that count
  std::optional<Date> counted_from{};
  std::optional<Date> counted_to{};
  std::optional<Date> table_from{};
  std::optional<std::string> reference{};
  std::optional<std::string> step{};        // of a certificate
  std::optional<std::int64_t> term_days{};  // of the contract, where a certificate counts by days
  std::optional<std::string> partner{};     // for whom somebody works
  std::vector<LineNote> notes{};
};
BOOST_DESCRIBE_STRUCT(ReturnLine, (),
                      (kind, from, to, cents, of_cents, percent_bp, share_bp, block, bonuses, hours, norm_hours, days, counted_from,
                       counted_to, table_from, reference, step, term_days, partner, notes))

// The balance is what was fulfilled less the obligation: below zero there is still something to do.
struct ReturnResult {
  std::int64_t obligation_cents{};
  std::int64_t fulfilled_cents{};
  std::int64_t balance_cents{};
  std::vector<ReturnLine> lines;
};
BOOST_DESCRIBE_STRUCT(ReturnResult, (), (obligation_cents, fulfilled_cents, balance_cents, lines))

// Throws Error 400 with every wrong field. The result does not depend on the order of anything in the input.
ReturnResult social_return_sum(const ReturnFile& in);

// Nine digits that pass the eleven test may be somebody's BSN, also among spaces, dots and dashes, and with the leading zero that
// spreadsheets drop.
bool may_be_bsn(std::string_view text);

}  // namespace tenzij::contract
