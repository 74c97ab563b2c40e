#include "platform/db/order.h"

#include <stdexcept>

namespace tenzij::db {

Filtered ordered(Filtered list, Sql column, bool descending) {
  static constexpr std::string_view order_here = "/* order */";
  const std::string by = std::string(column.text) + (descending ? " DESC" : " ASC") + " NULLS LAST,";
  std::size_t at = list.sql.find(order_here);
  if (at == std::string::npos) throw std::logic_error("the statement has no place for an order");
  for (; at != std::string::npos; at = list.sql.find(order_here, at + by.size())) list.sql.replace(at, order_here.size(), by);
  return list;
}

}  // namespace tenzij::db
