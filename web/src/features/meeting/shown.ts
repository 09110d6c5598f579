/**
 * Watches which pictures of others are in view and how high they are. A picture is an element with `data-picture`, its
 * place. Owner: the hook below, which ends it with `stop`.
 */
export class ShownPictures {
  private readonly tell: (heights: ReadonlyMap<number, number>) => void;
  private readonly heights = new Map<Element, number>();
  private readonly inView = new Set<Element>();
  private readonly sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) this.heights.set(target, contentRect.height);
    this.told();
  });
  /** A little ahead, so that who scrolls finds a picture and not its beginning. */
  private readonly views = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.inView.add(target);
      else this.inView.delete(target);
    }
    this.told();
  }, { rootMargin: '25%' });

  constructor(tell: (heights: ReadonlyMap<number, number>) => void) {
    this.tell = tell;
    document.addEventListener('visibilitychange', this.told);
  }

  /** Pictures may have come or gone. */
  look(): void {
    const now = new Set(document.querySelectorAll('[data-picture]'));
    for (const element of this.heights.keys()) if (!now.has(element)) this.forget(element);
    for (const element of now) {
      if (this.heights.has(element)) continue;
      this.heights.set(element, 0);
      this.sizes.observe(element);
      this.views.observe(element);
    }
    this.told();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.told);
    this.sizes.disconnect();
    this.views.disconnect();
  }

  private forget(element: Element): void {
    this.sizes.unobserve(element);
    this.views.unobserve(element);
    this.heights.delete(element);
    this.inView.delete(element);
  }

  private readonly told = (): void => {
    const shown = new Map<number, number>();
    for (const [element, height] of this.heights) {
      const visible = this.inView.has(element) && document.visibilityState === 'visible';
      shown.set(Number(element.getAttribute('data-picture')), visible ? height * window.devicePixelRatio : 0);
    }
    this.tell(shown);
  };
}
