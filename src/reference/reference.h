// What belongs to nobody: themes, instruments, levels, codes, thresholds, SDGs, CPV, municipalities.
// Loaded from knowledge/ at start into reference tables that everybody may read and only the owner may write.
#pragma once

#include <filesystem>
#include <set>

#include "platform/http/router.h"

namespace tenzij::reference {

struct Theme {
  std::string code;
  int position;
  std::string name_nl;
  std::string name_en;
  std::string explanation_nl;
  std::string explanation_en;
  std::vector<std::string> eforms_codes;  // BT-774 and BT-775 codes that declare this theme
  std::vector<int> sdgs;
};
BOOST_DESCRIBE_STRUCT(Theme, (), (code, position, name_nl, name_en, explanation_nl, explanation_en, eforms_codes, sdgs))

struct Code {
  std::string list;  // instrument, strength, level, eforms list names, sdg
  std::string code;
  int position;
  std::string name_nl;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(Code, (), (list, code, position, name_nl, name_en))

// European thresholds for sub-central authorities, in cents without VAT, from the day they apply.
struct Threshold {
  Date valid_from;
  Date valid_to;
  std::string nature;  // works, supplies, services, social
  std::int64_t amount_cents;
  bool verified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(Threshold, (), (valid_from, valid_to, nature, amount_cents, verified, source))

struct Cpv {
  std::string code;  // 8 digits
  std::string name_nl;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(Cpv, (), (code, name_nl, name_en))

// Brings the reference tables up to date with knowledge/; cheap when nothing changed.
void load(db::Connection& owner, const std::filesystem::path& knowledge);
// The full official list, "code<TAB>nl<TAB>en" with a header line. Returns how many codes it has; throws Error
// with the line of the first wrong row, and then nothing has changed.
std::size_t import_cpv(db::Connection& owner, const std::filesystem::path& file);

// The full list of municipalities (Statistics Netherlands), "code<TAB>name<TAB>province" with a header line.
std::size_t import_municipalities(db::Connection& owner, const std::filesystem::path& file);

std::vector<Theme> themes(db::Session& session);

// Characters of the shortest reason: "dubbel" is one, "druk" is not; of why a theme is not asked, a few words.
inline constexpr std::size_t shortest_reason = 6;
inline constexpr std::size_t shortest_unless = 10;
// What somebody writes where a reason is asked. Known once per transaction; one object judges many.
class Reasons {
 public:
  explicit Reasons(db::Session& session);
  // "nvt", "- - -", "test test": nothing that anybody can agree or disagree with.
  [[nodiscard]] bool says_nothing(std::string_view reason) const;
  // A reason that must be there: adds `missing`, emptyReason.* or shortReason.* with the name of the field.
  void check(const std::string& pointer, std::string_view reason, std::vector<FieldError>& errors, const char* missing = "required",
             std::size_t least = shortest_reason) const;
  // One that may be left out, and says something when it is not.
  void check_given(const std::string& pointer, std::string_view reason, std::vector<FieldError>& errors,
                   std::size_t least = shortest_reason) const;

 private:
  std::set<std::string, std::less<>> empty_;
};
// The reason without the spaces around it; throws bad_request when it is none.
std::string needed_reason(db::Session& session, const std::string& pointer, std::string_view reason, const char* missing = "required");
// As the list has it: letters and digits, small.
std::string normal_reason(std::string_view reason);

// GET /themes, /codes, /thresholds, /cpv-codes, /municipalities.
void add_routes(http::Router& router);

}  // namespace tenzij::reference
