package push

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/SherClockHolmes/webpush-go"

	"kring/groups/notice"
	"kring/internal/seal"
	"kring/internal/store"
)

// keep is how long a push service keeps a message for a browser that is off.
const keep = 24 * time.Hour

// errGone: the browser will never be told again.
var errGone = errors.New("push: the subscription is over")

// message is all that is sent.
type message struct {
	Kind string `json:"kind"`
}

// Carry tells all browsers of a person; one that took it is enough. Those that
// are over are forgotten. It is a notice.Courier.
func (p *Push) Carry(ctx context.Context, n notice.Parcel) error {
	found, err := p.find(ctx, n.PersonID)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(message{n.Kind})
	if err != nil {
		return err
	}
	took, left := 0, 0
	var errs []error
	for _, s := range found {
		switch err := p.send(ctx, s, payload, n.ID); {
		case err == nil:
			took++
		case errors.Is(err, errGone):
			if err := p.subs.Delete(ctx, s.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
				errs = append(errs, err)
			}
		default:
			left++
			errs = append(errs, err)
		}
	}
	switch {
	case took > 0:
		return nil
	case left == 0:
		return notice.ErrNowhere
	}
	return errors.Join(errs...)
}

// send tells one browser. id replaces an earlier message of the same id that
// was not shown yet. Errors hold no address.
func (p *Push) send(ctx context.Context, s *subscription, payload []byte, id string) error {
	a, err := p.address(ctx, s)
	if errors.Is(err, seal.ErrErased) {
		return errGone
	}
	if err != nil {
		return err
	}
	if _, err := p.check(a); err != nil { // the list of services may have changed
		return errGone
	}
	res, err := webpush.SendNotificationWithContext(ctx, payload, &webpush.Subscription{Endpoint: a.Endpoint, Keys: webpush.Keys{Auth: a.Keys.Auth, P256dh: a.Keys.P256dh}}, &webpush.Options{
		HTTPClient: p.client, Subscriber: p.Contact, Topic: topic(id), TTL: int(keep.Seconds()), Urgency: webpush.UrgencyNormal,
		VAPIDPublicKey: p.public, VAPIDPrivateKey: p.private,
	})
	if errors.Is(err, errPrivate) {
		return errGone
	}
	if err != nil {
		return fmt.Errorf("push to %s failed", s.Maker)
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.CopyN(io.Discard, res.Body, 4096)
	switch {
	case res.StatusCode < 300:
		return nil
	case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusGone:
		return errGone
	}
	return fmt.Errorf("push to %s: status %d", s.Maker, res.StatusCode)
}

// topic is at most 32 letters and digits (RFC 8030, 5.4).
func topic(id string) string { return id[:min(len(id), 32)] }
