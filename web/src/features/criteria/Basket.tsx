// Choosing from the library for one purchase: into its basket.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { Button, ErrorNote } from '../../ui/basics';

function usePurchase(id: string) {
  return useQuery({
    queryKey: ['purchase', id],
    queryFn: () => unwrap(api.GET('/purchases/{id}', { params: { path: { id } } })),
  });
}

export function ForPurchase({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = usePurchase(id);
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  return (
    <p className="alert alert--note">
      {t('criteria.forPurchase', { title: data.title })}{' '}
      <Link to={`/inkopen/${id}/eisen#mandje`}>
        {t('purchase.basket', { count: data.requirements.filter((each) => each.state === 'basket').length })}
      </Link>
    </p>
  );
}

export function IntoBasket({ purchase, theme, item }: { purchase: string; theme: string; item: Schema['Criterion'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = usePurchase(purchase);
  const there = data?.requirements.some((each) => each.criterionId === item.id && each.state !== 'dropped') ?? false;
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchases/{id}/requirements', {
          params: { path: { id: purchase } },
          body: {
            theme: item.themes.includes(theme) ? theme : (item.themes[0] ?? theme),
            criterionId: item.id,
            basket: true,
          },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['purchase', purchase] }),
  });
  if (there) return <span className="tag">{t('criteria.basketDone')}</span>;
  return (
    <span className="no-print">
      {add.error && <ErrorNote error={add.error} />}
      <Button onClick={() => add.mutate()} disabled={add.isPending}>
        {t('criteria.inBasket')}
        <span className="visually-hidden">{` ${item.title}`}</span>
      </Button>
    </span>
  );
}
