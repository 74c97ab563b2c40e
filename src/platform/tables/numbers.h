// What a number in a spreadsheet stands for, which only its format says (ECMA-376 part 1, 18.8.30).
#pragma once

#include <string>
#include <string_view>

#include "platform/tables/sheet.h"

namespace tenzij::tables {

enum class Shown : std::uint8_t { plain, percent, date, time, foreign };
Shown shown_by(int format_id);          // one of the formats that need no code
Shown shown_by(std::string_view code);  // "dd-mm-yyyy", "0,0 %", "[$$-409]#,##0"
// The cell of a number as it is stored; error when it is none.
Cell number_cell(std::string_view stored, Shown shown, bool from_1904);

}  // namespace tenzij::tables
