// What one was told, newest first: to read, to go on with, to put aside as read.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { Awaited, Empty, ListHead, Pages } from '../../ui/list';
import { useUndo } from '../../ui/Undo';

function useMark() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useUndo();
  const put = (body: Schema['ReadInput']) =>
    unwrap(api.PUT('/messages/state', { body })).finally(() => client.invalidateQueries({ queryKey: ['messages'] }));
  return useMutation({
    mutationFn: ({ quiet, ...body }: Schema['ReadInput'] & { quiet?: boolean }) =>
      put(body).then((done) => {
        if (quiet || done.ids.length === 0) return;
        say(t(body.read ? 'post.didRead' : 'post.didUnread', { count: done.ids.length }), () =>
          put({ ids: done.ids, all: false, read: !body.read }),
        );
      }),
  });
}

function Line({ message, mark }: { message: Schema['Message']; mark: ReturnType<typeof useMark> }) {
  const { t } = useTranslation();
  const unread = !message.readAt;
  // Who follows it has read it.
  const follow = () => {
    if (unread) mark.mutate({ ids: [message.id], all: false, read: true, quiet: true });
  };
  return (
    <li className="stack stack--small">
      <div className="row row--between">
        <span>
          {message.path ? (
            <Link to={message.path} onClick={follow}>
              {unread ? <strong>{message.subject}</strong> : message.subject}
            </Link>
          ) : (
            <span>{unread ? <strong>{message.subject}</strong> : message.subject}</span>
          )}{' '}
          {unread && <span className="tag">{t('post.new')}</span>}
        </span>
        <Act
          of={message.subject}
          className="plain no-print"
          disabled={mark.isPending}
          onClick={() => mark.mutate({ ids: [message.id], all: false, read: unread })}
        >
          {t(unread ? 'post.read' : 'post.unreadAct')}
        </Act>
      </div>
      <p className="wrap-anywhere">{message.text}</p>
      <span className="soft small">
        {dateTime(message.at)} · {t(`post.mail.${message.mail}`)}
      </span>
    </li>
  );
}

export function Messages() {
  const { t } = useTranslation();
  const { value, page } = useList();
  const mark = useMark();
  const query = { unread: value('ongelezen') !== '', page, pageSize };
  const { data, error, refetch } = useQuery({
    queryKey: ['messages', 'list', query],
    queryFn: () => unwrap(api.GET('/messages', { params: { query } })),
  });
  return (
    <div className="stack">
      <PageTitle title={t('post.title')}>
        <Link className="no-print" to="/account#post">
          {t('post.settings')}
        </Link>
      </PageTitle>
      {data && !data.mailConfigured && <p className="soft">{t('post.noMail')}</p>}
      <FilterBar filters={[{ name: 'ongelezen', label: t('post.onlyUnread') }]} />
      {mark.error && <ErrorNote error={mark.error} />}
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <section className="card stack" aria-label={t('post.title')}>
          <ListHead
            total={data.total}
            text={`${t('post.total', { count: data.total })} · ${data.unread > 0 ? t('post.unread', { count: data.unread }) : t('post.noneUnread')}`}
          >
            {data.unread > 0 && (
              <Button disabled={mark.isPending} onClick={() => mark.mutate({ ids: [], all: true, read: true })}>
                {t('post.readAll')}
              </Button>
            )}
          </ListHead>
          {data.items.length === 0 && <Empty none={t('post.empty')} />}
          <ul className="list">
            {data.items.map((message) => (
              <Line key={message.id} message={message} mark={mark} />
            ))}
          </ul>
          <Pages page={page} pages={Math.ceil(data.total / pageSize)} />
        </section>
      )}
    </div>
  );
}
