import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { subscribe, Refused } from '../../core/push';
import { noticesQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { Notifications } from '../../core/types';
import { Alert, Button, Card, Heading, List, ListItem, Problem, Text } from '../../ui';
import { t } from '../../core/notice-words';

type Device = Notifications['devices'][number];

/** The browsers that show a message, by the person's own choice. Who carries it is said in words. */
export function Devices({ devices, pushKey }: { devices: Device[]; pushKey: string }) {
  const queries = useQueryClient();
  const again = { onSuccess: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }) };
  const add = useMutation({ mutationFn: async () => api.post('/notices/devices', await subscribe(pushKey)), ...again });
  const remove = useMutation({ mutationFn: (device: Device) => api.remove(`/notices/devices/${device.id}`), ...again });
  const error = add.error ?? remove.error;
  return (
    <Card labelledBy="apparaten">
      <Heading level={2} look={3} id="apparaten">{t('notices.devices')}</Heading>
      <Text>{t('notices.devices.about')}</Text>
      {error instanceof Refused && <Alert kind="warning" title={t('notices.devices.refused')}><Text>{t(`notices.devices.${error.why}`)}</Text></Alert>}
      {error && !(error instanceof Refused) && <Problem error={error} />}
      {devices.length > 0 && (
        <List label={t('notices.devices')}>
          {devices.map((device) => (
            <ListItem key={device.id} action={<Button small busy={remove.isPending} onClick={() => remove.mutate(device)}>{t('notices.devices.stop')}</Button>}>
              {t('notices.devices.one', { maker: device.maker, date: date(device.at) })}
            </ListItem>
          ))}
        </List>
      )}
      <div><Button busy={add.isPending} onClick={() => add.mutate()}>{t('notices.devices.add')}</Button></div>
      {add.isSuccess && <p role="status">{t('notices.devices.added')}</p>}
    </Card>
  );
}
