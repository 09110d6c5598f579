import { Component, type ReactNode } from 'react';
import { t } from '../core/i18n';
import { Alert, Button, Page, Text } from '../ui';

type State = { failed?: 'defect' | 'version' };

/** A defect in a page leaves the header, Hulp nu and the footer standing. So does a piece of an older version that is gone. */
export class Failure extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { failed: isGone(error) ? 'version' : 'defect' };
  }

  override render() {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    return (
      <Page title={t(failed === 'version' ? 'failure.version.title' : 'failure.title')}>
        <Alert kind={failed === 'version' ? 'info' : 'error'} live>
          <Text>{t(failed === 'version' ? 'failure.version' : 'failure.text')}</Text>
          <div><Button onClick={() => location.reload()}>{t('failure.reload')}</Button></div>
        </Alert>
      </Page>
    );
  }
}

/** What Chromium, Firefox, Safari and Vite say when a part of the client cannot be fetched. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module script failed|unable to preload css/i.test(error.message);
}
