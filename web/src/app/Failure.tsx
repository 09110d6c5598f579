import { Component, type ReactNode } from 'react';
import { t } from '../core/i18n';
import { Alert, Button, Page, Text } from '../ui';

/** A defect in a page leaves the header, Hulp nu and the footer standing. */
export class Failure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Page title={t('failure.title')}>
        <Alert kind="error" live>
          <Text>{t('failure.text')}</Text>
          <div><Button onClick={() => location.reload()}>{t('failure.reload')}</Button></div>
        </Alert>
      </Page>
    );
  }
}
