// The order of a list that a person chose by the head of a column. The statement says with the comment /* order */ where it goes,
// behind its ORDER BY and before the order of its own, which then decides among equals:
//
//   ORDER BY /* order */ p.publish_on, p.id
//
// What is chosen is one of the columns that the code names; nothing of it comes from outside.
#pragma once

#include "platform/db/filter.h"

namespace tenzij::db {

// `column` first, smallest first or largest first; what has no value stands last either way.
Filtered ordered(Filtered list, Sql column, bool descending);

}  // namespace tenzij::db
