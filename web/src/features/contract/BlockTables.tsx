// Tables of building blocks: the municipality's own, and those of other regions to take over. None of them counts by itself.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { date, euros, number } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { useUndo } from '../../ui/Undo';
import { BlockTableForm, type TableStart } from './BlockTableForm';
import { useRefresh } from './contract';

type Table = Schema['BlockTable'];
type Example = Schema['BlockExample'];

function Amounts({ name, of }: { name: string; of: Pick<Example, 'blocks' | 'bonuses' | 'centsPerHour'> }) {
  const { t } = useTranslation();
  const rows = [
    ...of.blocks.map((each) => ({ ...each, label: each.name })),
    ...of.bonuses.map((each) => ({ ...each, label: t('contract.bonusOf', { name: each.name }) })),
  ];
  return (
    <Scroll label={name}>
      <table className="table">
        <caption className="visually-hidden">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{t('contract.block')}</th>
            <th scope="col" className="num">
              {t('contract.perYear')}
            </th>
            <th scope="col">{t('contract.longest')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.code}>
              <th scope="row">{each.label}</th>
              <td className="num">
                {each.per === 'month' ? t('contract.aMonth', { amount: euros(each.cents) }) : euros(each.cents)}
              </td>
              <td>{each.longestMonths ? t('contract.months', { count: each.longestMonths }) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {of.centsPerHour !== null && of.centsPerHour !== undefined && (
        <p>{t('contract.perHour', { amount: euros(of.centsPerHour) })}</p>
      )}
    </Scroll>
  );
}

function TablePart({ table, mayEdit }: { table: Table; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/social-return-tables/{id}', { params: { path: { id: table.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name: table.name }), async () => {
        const { id, version, used, ...body } = table;
        await unwrap(api.POST('/social-return-tables', { body }));
        await refresh();
        return [id, version, used];
      });
    },
  });
  return (
    <li>
      <strong>{table.name}</strong>
      <div className="soft small">
        {[
          t('contract.tableFrom', { day: date(table.validFrom), hours: number(table.normHours) }),
          table.source,
          table.used ? t('contract.inUse') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <details>
        <summary>{t('contract.amountsOf', { name: table.name })}</summary>
        <Amounts name={table.name} of={table} />
      </details>
      {remove.error && <ErrorNote error={remove.error} />}
      {mayEdit && !table.used && !open && (
        <div className="row no-print">
          <Act of={table.name} onClick={() => setOpen(true)}>
            {t('app.edit')}
          </Act>
          <Act of={table.name} disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('app.remove')}
          </Act>
        </div>
      )}
      {open && <BlockTableForm table={table} start={table} close={() => setOpen(false)} />}
    </li>
  );
}

function ExamplePart({ example, mayEdit }: { example: Example; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const start: TableStart = { ...example, name: example.region };
  return (
    <li>
      <strong>{example.region}</strong>
      <div className="soft small">
        {[
          example.source,
          example.validFrom ? t('contract.fromDay', { day: date(example.validFrom) }) : t('contract.dayUnknown'),
          example.normHours
            ? t('contract.hoursAWeek', { hours: number(example.normHours) })
            : t('contract.normUnknown'),
          example.verified ? '' : t('contract.notVerified'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <details>
        <summary>{t('contract.amountsOf', { name: example.region })}</summary>
        <Amounts name={example.region} of={example} />
      </details>
      {mayEdit && !open && (
        <div className="row no-print">
          <Act of={example.region} onClick={() => setOpen(true)}>
            {t('contract.takeOver')}
          </Act>
        </div>
      )}
      {open && <BlockTableForm start={start} close={() => setOpen(false)} />}
    </li>
  );
}

export function BlockTables({ tables, mayEdit }: { tables: Table[]; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const examples = useQuery({
    queryKey: ['social-return-examples'],
    queryFn: () => unwrap(api.GET('/social-return-examples')),
  });
  return (
    <>
      <section className="card stack stack--small" aria-labelledby="block-tables">
        <h2 id="block-tables">{t('contract.tables')}</h2>
        {tables.length === 0 && <p>{t('contract.noTables')}</p>}
        {tables.length > 0 && (
          <ul className="list">
            {tables.map((each) => (
              <TablePart key={each.id} table={each} mayEdit={mayEdit} />
            ))}
          </ul>
        )}
        {mayEdit && !adding && (
          <div className="no-print">
            <Button onClick={() => setAdding(true)}>{t('contract.addTable')}</Button>
          </div>
        )}
        {adding && <BlockTableForm close={() => setAdding(false)} />}
      </section>
      <section className="card stack stack--small" aria-labelledby="block-examples">
        <h2 id="block-examples">{t('contract.examples')}</h2>
        <p>{t('contract.examplesHint')}</p>
        {examples.error && <ErrorNote error={examples.error} />}
        {examples.data && (
          <ul className="list">
            {examples.data.items.map((each) => (
              <ExamplePart key={each.code} example={each} mayEdit={mayEdit} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
