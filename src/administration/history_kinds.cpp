// Which rows of the log are of one record. Parts that were taken away stay in the log, and are found in the log itself.
#include "administration/store.h"

namespace tenzij::administration {

const db::Statement log_of_person{"administration.log_of_person", R"sql(
SELECT 'organisation.person' AS table_name, $1::text AS key
UNION ALL
SELECT 'auth.account', $1::text
UNION ALL
SELECT 'auth.role_grant', g.id::text
  FROM auth.role_grant g
 WHERE g.person_id = $1::uuid
UNION ALL
SELECT 'organisation.deputy', d.id::text
  FROM organisation.deputy d
 WHERE $1::uuid IN (d.person_id, d.deputy_id)
UNION ALL
SELECT 'organisation.mandate', m.id::text
  FROM organisation.mandate m
 WHERE m.person_id = $1::uuid
UNION ALL
SELECT 'administration.move', v.id::text
  FROM administration.move v
 WHERE $1::uuid IN (v.from_id, v.to_id)
)sql"};

const db::Statement log_of_unit{"administration.log_of_unit", R"sql(
SELECT 'organisation.unit' AS table_name, $1::text AS key
UNION ALL
SELECT 'administration.move', v.id::text
  FROM administration.move v
 WHERE $1::uuid IN (v.from_id, v.to_id)
)sql"};

const db::Statement log_of_purchase{"administration.log_of_purchase", R"sql(
SELECT 'purchase.purchase' AS table_name, $1::text AS key
UNION ALL
SELECT 'purchase.impact', i.id::text
  FROM purchase.impact i
 WHERE i.purchase_id = $1::uuid
UNION ALL
SELECT 'purchase.requirement', r.id::text
  FROM purchase.requirement r
 WHERE r.purchase_id = $1::uuid
UNION ALL
SELECT 'purchase.decision', d.id::text
  FROM purchase.decision d
 WHERE d.purchase_id = $1::uuid
UNION ALL
SELECT 'purchase.task', t.id::text
  FROM purchase.task t
 WHERE t.purchase_id = $1::uuid
UNION ALL
SELECT 'dossier.document', o.id::text
  FROM dossier.document o
 WHERE o.purchase_id = $1::uuid
)sql"};

const db::Statement log_of_goal{"administration.log_of_goal", R"sql(
SELECT 'policy.goal' AS table_name, $1::text AS key
)sql"};

const db::Statement log_of_document{"administration.log_of_document", R"sql(
SELECT 'policy.document' AS table_name, $1::text AS key
UNION ALL
SELECT 'policy.edition', e.id::text
  FROM policy.edition e
 WHERE e.document_id = $1::uuid
)sql"};

const db::Statement log_of_criterion{"administration.log_of_criterion", R"sql(
SELECT 'criteria.criterion' AS table_name, $1::text AS key
)sql"};

const HistoryKind& history_kind(std::string_view kind) {
  static const std::array<HistoryKind, 6> all{{{"person", "organisation.edit", log_of_person},
                                               {"unit", "organisation.read", log_of_unit},
                                               {"purchase", "purchase.read", log_of_purchase},
                                               {"goal", "policy.read", log_of_goal},
                                               {"document", "policy.read", log_of_document},
                                               {"criterion", "criteria.read", log_of_criterion}}};
  for (const HistoryKind& each : all)
    if (each.kind == kind) return each;
  throw bad_field("?kind", "historyKind");
}

}  // namespace tenzij::administration
