package account

import (
	"context"
	"time"

	"kring/internal/access"
	"kring/internal/store"
)

// The device in a meeting's room (MEET-11) comes by a link like a person's, but
// a link and a session of its own kind: short, and of no use for anything else.
const (
	roomLinkLife = 15 * time.Minute
	roomLife     = 12 * time.Hour // its meeting is over long before, and EndRoom called
)

// RoomLink makes the link for the device in a meeting's room.
func (a *Accounts) RoomLink(ctx context.Context, meeting string) (string, error) {
	token := store.NewID()
	err := a.links.Insert(ctx, &Link{
		TokenBlind: a.Vault.Blind("link", token), PersonID: access.RoomPerson(meeting),
		ExpiresAt: a.Now().Add(roomLinkLife).UnixMilli(),
	})
	return a.PublicURL + "/ruimte#" + token, err
}

// EndRoom ends the sessions of the device in a meeting's room.
func (a *Accounts) EndRoom(ctx context.Context, meeting string) error {
	return a.endAll(ctx, access.RoomPerson(meeting))
}

// life is how long a session lasts.
func life(person string) time.Duration {
	if isRoom(person) {
		return roomLife
	}
	return SessionLife
}

func isRoom(person string) bool {
	_, is := access.RoomOf(person)
	return is
}
