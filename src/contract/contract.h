// Contracts after the award: what was promised, asked, reported and verified; and social return. Tables: schema contract in
// db/migrations/0030_contract.sql.
//
// Money is in euro cents without VAT over the whole term as awarded; percentages are in basis points. States of a contract: draft,
// in force, ended or terminated, settled. Only its budget holder terminates, settles and waives. Whether a moment is asked or late
// is a matter of days. Nobody verifies what he reported himself.
#pragma once

#include "contract/social_return.h"
#include "contract/wording.h"
#include "party/party.h"
#include "platform/documents/foreign.h"
#include "purchase/purchase.h"

namespace tenzij::contract {

enum class ContractState { draft, in_force, ended, terminated, settled };
BOOST_DESCRIBE_ENUM(ContractState, draft, in_force, ended, terminated, settled)
enum class Renewal { none, option, tacit };
BOOST_DESCRIBE_ENUM(Renewal, none, option, tacit)
enum class NoticeUnit { months, days };
BOOST_DESCRIBE_ENUM(NoticeUnit, months, days)
enum class Risk { low, medium, high };
BOOST_DESCRIBE_ENUM(Risk, low, medium, high)

struct ContractInput {
  std::optional<std::string> reference{};  // the municipality's own number
  std::string title;
  std::optional<std::string> lot{};
  std::optional<Uuid> party_id{};
  std::optional<Uuid> purchase_id{};
  std::optional<std::string> category{};
  std::optional<Uuid> unit_id{};
  std::optional<std::int64_t> value_cents{};    // as awarded
  std::optional<std::int64_t> ceiling_cents{};  // of a framework; no value
  std::optional<Date> start_on{};
  std::optional<Date> end_on{};
  Renewal renewal{};
  std::optional<int> renewal_months{};
  std::optional<int> notice{};
  std::optional<NoticeUnit> notice_unit{};
  std::optional<Uuid> manager_id{};
  std::optional<Uuid> deputy_id{};
  std::optional<Uuid> budget_holder_id{};
  std::optional<Uuid> coordinator_id{};
  std::optional<Risk> risk{};
  std::optional<Uuid> framework_id{};         // it is a call-off under that framework
  std::optional<std::string> index_clause{};  // what the contract says about indexing its price
  std::optional<int> labour_share_bp{};       // of its value that is labour
  std::optional<Date> awarded_on{};           // none: its first day stands for it
  static constexpr std::array<json::Length, 1> lengths{{{"lot", limits::name_longest}}};
};
BOOST_DESCRIBE_STRUCT(ContractInput, (),
                      (reference, title, lot, party_id, purchase_id, category, unit_id, value_cents, ceiling_cents, start_on, end_on,
                       renewal, renewal_months, notice, notice_unit, manager_id, deputy_id, budget_holder_id, coordinator_id, risk,
                       framework_id, index_clause, labour_share_bp, awarded_on))

// The last day on which notice can be given, counted from the current end. Months end on the last day where there is no such day.
std::optional<Date> notice_day(const ContractInput& in);

enum class CommitmentKind { asked, offered };  // offered: more than was asked
BOOST_DESCRIBE_ENUM(CommitmentKind, asked, offered)
enum class Rhythm { once, quarter, half_year, year };
BOOST_DESCRIBE_ENUM(Rhythm, once, quarter, half_year, year)
struct CommitmentInput {
  CommitmentKind kind{};
  std::string title;
  std::string text;  // as published or offered
  std::string theme;
  std::optional<std::string> instrument{};
  std::optional<std::string> indicator{};
  std::optional<double> figure{};
  std::optional<std::string> indicator_unit{};
  std::optional<std::string> verifier{};
  std::optional<Rhythm> rhythm{};
  std::optional<std::string> consequence{};
};
BOOST_DESCRIBE_STRUCT(CommitmentInput, (),
                      (kind, title, text, theme, instrument, indicator, figure, indicator_unit, verifier, rhythm, consequence))

// Periods of a rhythm from the first to the last day, the last one cut off there. Once: the whole term.
struct Period {
  Date from;
  Date to;
};
std::vector<Period> periods(Rhythm rhythm, Date first, Date last);

// Social: social and other specific services.
enum class RuleNature { works, supplies, services, social };
BOOST_DESCRIBE_ENUM(RuleNature, works, supplies, services, social)
// What a step of the PSO counts for, of the obligation.
struct PsoShare {
  std::string step;
  int counts_bp{};
};
BOOST_DESCRIBE_STRUCT(PsoShare, (), (step, counts_bp))
// A rule of social return as the municipality wrote it down. Not changed any more once a contract has it.
struct ObligationRuleInput {
  std::string name;
  std::string source;
  std::optional<RuleNature> nature{};  // none: any
  Date valid_from;
  std::optional<Date> valid_to{};
  int percent_bp{};
  ReturnBase base{};
  std::optional<int> wage_share_bp{};
  std::optional<std::int64_t> from_cents{};
  std::optional<std::int64_t> above_cents{};
  std::optional<std::int64_t> maximum_cents{};
  TableBy table_by{};
  std::optional<int> lower_percent_bp{};  // where the share of labour is below
  std::optional<int> below_share_bp{};
  std::optional<bool> over_all{};  // of a framework: over all call-offs together, not per call-off
  std::optional<PsoBy> pso_by{};   // of the supplier's certificates; none: as the contract itself says
  std::vector<PsoShare> pso_shares{};
  std::optional<int> plan_days{};  // after award: by then the supplier says how it will do it; none: no plan is asked
  static constexpr std::array<json::Length, 1> lengths{{{"pso_shares", limits::code_longest, 6}}};
};
BOOST_DESCRIBE_STRUCT(ObligationRuleInput, (),
                      (name, source, nature, valid_from, valid_to, percent_bp, base, wage_share_bp, from_cents, above_cents, maximum_cents,
                       table_by, lower_percent_bp, below_share_bp, over_all, pso_by, pso_shares, plan_days))
enum class BlockPer { year, month };
BOOST_DESCRIBE_ENUM(BlockPer, year, month)
struct BlockAmount {
  std::string code;
  std::string name;
  std::int64_t cents{};
  std::optional<int> longest_months{};
  std::optional<BlockPer> per{};  // a year when it does not say; twelve months are a year
};
BOOST_DESCRIBE_STRUCT(BlockAmount, (), (code, name, cents, longest_months, per))
// For a year of the norm.
inline std::int64_t year_cents(const BlockAmount& each) { return each.per == BlockPer::month ? each.cents * 12 : each.cents; }
struct BlockTableInput {
  std::string name;
  std::string source;
  Date valid_from;
  double norm_hours{};
  std::vector<BlockAmount> blocks;
  std::vector<BlockAmount> bonuses;
  std::optional<std::int64_t> cents_per_hour{};
  std::optional<int> begun_before_months{};     // so long before the contract somebody may have begun
  std::optional<std::int64_t> cents_per_day{};  // what activities of one day count for at most
  static constexpr std::array<json::Length, 2> lengths{{{"blocks", limits::text_longest, 60}, {"bonuses", limits::text_longest, 60}}};
};
BOOST_DESCRIBE_STRUCT(BlockTableInput, (),
                      (name, source, valid_from, norm_hours, blocks, bonuses, cents_per_hour, begun_before_months, cents_per_day))

struct PlacementInput {
  std::string block;
  double hours_per_week{};
  Date from_on;
  std::optional<Date> to_on{};  // none: still there
  std::vector<std::string> bonuses;
  std::optional<std::string> reference{};  // the supplier's own; no name, no BSN
};
BOOST_DESCRIBE_STRUCT(PlacementInput, (), (block, hours_per_week, from_on, to_on, bonuses, reference))

// --- evidence (evidence.cpp) ---------------------------------------------------------------------------------------

// What a file belongs to.
enum class EvidenceOwner { moment, placement, effort };
BOOST_DESCRIBE_ENUM(EvidenceOwner, moment, placement, effort)
// Waiting: the scanner was away; nobody opens it until it was looked at. Infected: its bytes are gone.
enum class EvidenceScan { unscanned, waiting, clean, infected };
BOOST_DESCRIBE_ENUM(EvidenceScan, unscanned, waiting, clean, infected)
// Who looks at files; `scanner` is the Unix socket of clamd, empty without one. Kept by reference by the routes.
struct EvidenceDesk {
  reader::Readers& readers;
  std::string scanner{};
};
struct NewEvidence {
  EvidenceOwner owner{};
  Uuid owner_id;
  std::string file_name;
  std::string_view content;
  std::optional<std::string> by{};  // who adds it; none: the person of the session
  std::optional<Uuid> held_by{};    // the contact in whose draft it is; nobody of the municipality sees it until it is sent
};
// A file as it is kept, to be kept with another report too.
struct EvidenceCopy {
  std::string name;
  documents::AttachmentKind kind{};
  EvidenceScan scan{};
  std::string content;
};
struct Evidence {
  Uuid id;
  EvidenceOwner owner{};
  Uuid owner_id;
  std::optional<std::string> name;  // none after the term of keeping
  documents::AttachmentKind kind{};
  std::int64_t size_bytes{};
  std::string sha256;
  EvidenceScan scan{};
  std::optional<std::string> found;  // by the scanner
  std::string added_name;
  Instant added_at;
  bool own = false;  // added by who asks
  std::optional<std::string> seen_name;
  std::optional<Instant> seen_at;
  bool changeable = false;  // can be taken away: what it belongs to is not judged
};
BOOST_DESCRIBE_STRUCT(Evidence, (),
                      (id, owner, owner_id, name, kind, size_bytes, sha256, scan, found, added_name, added_at, own, seen_name, seen_at,
                       changeable))
struct EvidenceFile {
  std::string name;
  documents::AttachmentKind kind{};
  std::string content;
};

// Looks at the bytes in the reader (and the scanner) and keeps them. Throws Error 400 at /files with the name of the file: what
// documents::read_attachment says, attachmentTooLarge, attachmentInfected, attachmentsTooMany; 404; 409 once it is judged.
// Slow: in a pool. The session may have no person, as a supplier's has.
Uuid add_evidence(db::Session& session, const EvidenceDesk& desk, const NewEvidence& in, Instant now);
// Of one moment, placement or effort; what was taken away is not in it.
std::vector<Evidence> evidence_of(db::Session& session, EvidenceOwner owner, const Uuid& owner_id);
// Throws 404, and 409 while it waits for the scanner. `judging`: says that somebody who judges has seen it, unless it is their own.
EvidenceFile open_evidence(db::Session& session, const Uuid& id, bool judging, Instant now);
// Taken away, or put back within limits::removed_kept; 409 once it is judged.
void remove_evidence(db::Session& session, const Uuid& id, Instant now);
void restore_evidence(db::Session& session, const Uuid& id, Instant now);
// What this contact held for a moment is the report's from here on.
void send_held_evidence(db::Session& session, const Uuid& moment, const Uuid& contact);
// Held since before that day by who never sent it; how many files went.
std::int64_t forget_held_evidence(db::Session& session, Instant before);
// None when its bytes are gone. What the moment has already, byte for byte, is not kept twice. Throws what add_evidence() does.
std::optional<EvidenceCopy> copy_of_evidence(db::Session& session, const Uuid& id);
void add_evidence_copy(db::Session& session, const Uuid& moment, const EvidenceCopy& copy, const std::string& by, Instant now);
// Looks again at what waits for the scanner; how many were looked at.
std::int64_t scan_waiting(db::Session& session, const EvidenceDesk& desk);
inline constexpr const char* evidence_scan_job = "contract.evidence-scan";
jobs::Work evidence_scan_work(const EvidenceDesk& desk);
// What was taken away for good, and after the term of keeping the evidence and references of contracts; asks for a scan of what waits.
// How many files went.
std::int64_t forget_evidence(db::Session& session, Instant now);
void add_evidence_routes(http::Router& router, const EvidenceDesk& desk);

// Placements as a table ("placements"): of the file only what a placement is is put aside, so no name, day of birth or BSN is anywhere.
imports::Kind placements_import();
// What becomes of one row of such a table; `contract` in it is a reference or an id. For the municipality of the session.
imports::Judge placement_judge(db::Session& session, Instant now, const std::optional<std::string>& reporter = std::nullopt);
void add_placement_imports(http::Router& router, const imports::Desk& names, const Messages& messages);

// --- what Tenzij brings (knowledge/contract) --------------------------------------------------------------------------

// What the law says of changes of a contract (Aanbestedingswet 2012, art. 2.163a-g), in basis points of its first value.
struct ChangeArticle {
  std::string ground;   // a-g
  std::string article;  // where it stands
};
BOOST_DESCRIBE_STRUCT(ChangeArticle, (), (ground, article))
struct ChangeLaw {
  std::string source;
  Date valid_from;
  int small_bp{};        // (b): all small changes together stay below this
  int small_works_bp{};  // of works
  int each_bp{};         // (d) and (e): each at most this
  std::vector<ChangeArticle> articles;
};
BOOST_DESCRIBE_STRUCT(ChangeLaw, (), (source, valid_from, small_bp, small_works_bp, each_bp, articles))
// A table of building blocks as another region published it, to take over as one's own. What the source does not say is left out.
struct BlockExample {
  std::string code;
  std::string region;
  std::string source;
  bool verified = false;  // looked up at the source
  std::optional<Date> valid_from;
  std::optional<double> norm_hours;
  std::vector<BlockAmount> blocks;
  std::vector<BlockAmount> bonuses;
  std::optional<std::int64_t> cents_per_hour;
};
BOOST_DESCRIBE_STRUCT(BlockExample, (), (code, region, source, verified, valid_from, norm_hours, blocks, bonuses, cents_per_hour))
struct Knowledge {
  explicit Knowledge(const std::filesystem::path& folder);
  ChangeLaw changes;
  std::vector<BlockExample> examples;
};

// --- what the supplier's own page reads and does too (src/supplier) -------------------------------------------------

// A moment is asked this many days before its day.
inline constexpr int asked_before_days = 30;
enum class MomentState { planned, asked, reported, verified, partly, rejected, waived };
BOOST_DESCRIBE_ENUM(MomentState, planned, asked, reported, verified, partly, rejected, waived)

struct ReportInput {
  std::optional<double> figure;
  std::string words;  // needed when there is no figure
};
BOOST_DESCRIBE_STRUCT(ReportInput, (), (figure, words))
// A moment, in the version that was seen.
struct SeenMoment {
  Uuid contract_id;
  Uuid id;
  std::int64_t version;
};
enum class EffortState { reported, verified, rejected };
BOOST_DESCRIBE_ENUM(EffortState, reported, verified, rejected)

struct ObligationRule : ObligationRuleInput {
  Uuid id;
  std::int64_t version;
  bool used = false;
};
BOOST_DESCRIBE_STRUCT(ObligationRule, (ObligationRuleInput), (id, version, used))
// What is missing before anything can be counted. Framework: it counts with its framework. Per call-off: each call-off counts alone.
enum class BalanceGap { rule, value, start, end, labour_share, turnover, wage_sum, framework, per_call_off };
BOOST_DESCRIBE_ENUM(BalanceGap, rule, value, start, end, labour_share, turnover, wage_sum, framework, per_call_off)
struct SocialReturnState {
  Date on;
  std::vector<BalanceGap> lacks;
  std::optional<ObligationRule> rule;
  std::optional<std::string> pso_step;
  std::optional<int> pso_counts_bp;
  ReturnResult verified;
  ReturnResult reported;                       // verified, and what waits for a look
  std::int64_t waiting;                        // lines that wait
  bool grouped = false;                        // placements are one line: groups of people are for who verifies
  std::optional<std::int64_t> forecast_cents;  // at this pace, on the last day of the contract
  bool threshold_passed = false;               // by a later value: somebody says whether that asks anything
  std::optional<bool> threshold_asked;
  std::optional<std::string> exempt_words;  // why nothing is asked, and who decided that
  std::optional<std::string> exempt_name;
  bool few = false;                 // so few people that what was done is for who verifies
  std::optional<Date> plan_due_on;  // by then the supplier says how it will do it
  std::optional<Date> plan_on;      // when it did
  std::optional<std::string> plan_words;
  std::int64_t version;  // of the contract
};
BOOST_DESCRIBE_STRUCT(SocialReturnState, (),
                      (on, lacks, rule, pso_step, pso_counts_bp, verified, reported, waiting, grouped, forecast_cents, threshold_passed,
                       threshold_asked, exempt_words, exempt_name, few, plan_due_on, plan_on, plan_words, version))

// --- operations --------------------------------------------------------------------------------------------------

Uuid add_contract(db::Session& session, const ContractInput& in, Instant now);
// A draft with the purchase's manager, budget holder and days; its chosen requirements as commitments, without moments. No supplier,
// figure or day is invented.
Uuid from_purchase(db::Session& session, const Uuid& purchase, Instant now);
// The moments of what has a rhythm, once the contract has its days. How many.
int plan_moments(db::Session& session, const Uuid& contract);
Uuid add_obligation_rule(db::Session& session, const ObligationRuleInput& in);
Uuid add_block_table(db::Session& session, const BlockTableInput& in);
// `reporter`: who reports without an account; else it is the person of the session.
Uuid add_placement(db::Session& session, const Uuid& contract, const PlacementInput& in, Instant now,
                   const std::optional<std::string>& reporter = std::nullopt);
// The last day of who is still there; reported by mistake. Throws Error 409 once it ended, or was verified.
void end_placement(db::Session& session, const Uuid& id, Date to_on);
void remove_placement(db::Session& session, const Uuid& id);
// What was done, to be judged by somebody else. Throws Error 404, 412 changedMeanwhile, 409 momentState or contractSettled.
void report_moment(db::Session& session, const SeenMoment& seen, const ReportInput& in, Instant now,
                   const std::optional<std::string>& reporter = std::nullopt);
// A moment as it stands, and back to that while nobody judged it since. Throws what report_moment() does.
json::value moment_as_it_stands(db::Session& session, const Uuid& id);
void set_moment_back(db::Session& session, const SeenMoment& seen, const json::value& before);
// The same sum for everybody; `grouped`: without the groups of people in it. platform.today() is the day that was set before.
SocialReturnState social_return_of(db::Session& session, const Uuid& contract, Date on, bool grouped);
// Tables of building blocks, by day; the last is the one of now.
std::vector<BlockTableInput> block_tables_by_day(db::Session& session);

// What is due, late, to be judged, or ends is told to who acts, each thing once per step: late first to the manager, then to the
// budget holder, then to the director, as the municipality says. How many messages.
std::int64_t remind(db::Session& session, Instant now);
// The last day from Monday to Friday that is not after this one.
Date working_day(Date day);
// What this room's records are to the thread.
thread::Kinds thread_kinds();
// The register, for the engine for imports.
imports::Kind import_kind();
struct ContractParts {
  const purchase::Knowledge& purchases;  // what the purchase that follows a contract is checked by
  const Messages& messages;
  const imports::Desk& columns;
  std::shared_ptr<const Knowledge> knowledge;
};
void add_routes(http::Router& router, const ContractParts& parts);

}  // namespace tenzij::contract
