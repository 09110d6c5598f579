import { launch, type Browser, type Page } from 'puppeteer-core';

/** Its cameras and microphones are its own fakes, without a question; media may stay on this computer. */
const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'intl.accept_languages': 'nl-NL',
};

/** Debian's Firefox over WebDriver BiDi. FIREFOX names another one. */
export function launchFirefox(): Promise<Browser> {
  return launch({
    browser: 'firefox', headless: true, executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    extraPrefsFirefox: preferences, defaultViewport: { width: 390, height: 844 }, protocolTimeout: 120_000,
  });
}

/** Clicks the button with this name once it is there. */
export async function press(page: Page, name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="button"])`).setTimeout(60_000).click();
}

/** Frames of pictures and energy of sound that have come in, on all lines. */
export function cameIn(page: Page): Promise<{ frames: number; packets: number }> {
  return page.evaluate(async () => {
    const sum = { frames: 0, packets: 0 };
    for (const entry of ((await window.connections.at(-1)?.getStats()) ?? new Map()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'video') sum.frames += entry.framesDecoded ?? 0;
      else sum.packets += entry.packetsReceived ?? 0;
    }
    return sum;
  });
}
