package enrol

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// NewInvitation is an invitation with its token, which is told only once.
type NewInvitation struct {
	ID        string
	Token     string
	ExpiresAt int64 // Unix ms
}

// InvitationView is an invitation as a coordinator sees it.
type InvitationView struct {
	ID        string `json:"id"`
	Kind      string `json:"kind" enum:"personal,group"`
	Email     string `json:"email,omitempty"`
	CreatedAt int64  `json:"createdAt"`
	ExpiresAt int64  `json:"expiresAt"`
	RevokedAt int64  `json:"revokedAt,omitempty"`
	Used      int    `json:"used" doc:"How many people joined with it"`
}

// InviteByLink makes a group link.
func (s *Enrol) InviteByLink(ctx context.Context, groupID string) (NewInvitation, error) {
	return s.invite(ctx, groupID, "")
}

// InviteByEmail makes a personal invitation for a normalised e-mail address;
// the caller sends it. Earlier unused ones to this address stop working.
func (s *Enrol) InviteByEmail(ctx context.Context, groupID, email string) (NewInvitation, error) {
	if len(email) < 3 || len(email) > 254 {
		return NewInvitation{}, fault.Bad("emails", "email.invalid", "not an e-mail address")
	}
	return s.invite(ctx, groupID, email)
}

func (s *Enrol) invite(ctx context.Context, groupID, email string) (NewInvitation, error) {
	if _, err := s.Groups.Running(ctx, groupID); err != nil {
		return NewInvitation{}, err
	}
	token := store.NewID()
	i := &Invitation{
		Meta: store.Meta{ID: store.NewID()}, GroupID: groupID, Kind: GroupLink, TokenBlind: s.Vault.Blind("invitation", token),
		CreatedAt: s.now(), ExpiresAt: s.Now().Add(Life).UnixMilli(), UsedBy: []string{},
	}
	if email != "" {
		i.Kind, i.EmailBlind = Personal, s.Vault.Blind("email", email)
		if err := s.replaceEarlier(ctx, groupID, i.EmailBlind); err != nil {
			return NewInvitation{}, err
		}
		var err error
		if i.EmailBox, err = s.Vault.Seal(ctx, seal.Group(groupID), i.emailRef(), []byte(email)); err != nil {
			return NewInvitation{}, err
		}
	}
	return NewInvitation{ID: i.ID, Token: token, ExpiresAt: i.ExpiresAt}, s.invitations.Insert(ctx, i)
}

func (s *Enrol) replaceEarlier(ctx context.Context, groupID, emailBlind string) error {
	is, err := s.invitations.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID), store.Is("emailBlind", emailBlind)}, Limit: 1000})
	if err != nil {
		return err
	}
	for _, i := range is {
		if !s.usable(i) {
			continue
		}
		if err := s.Revoke(ctx, i.ID); err != nil {
			return err
		}
	}
	return nil
}

// Revoke stops an invitation; who joined with it stays.
func (s *Enrol) Revoke(ctx context.Context, id string) error {
	_, err := s.invitations.Update(ctx, id, func(i *Invitation) error {
		if i.RevokedAt == 0 {
			i.RevokedAt = s.now()
		}
		return nil
	})
	return notFound(err)
}

// Invitations lists a group's invitations, newest first, at most 1000.
func (s *Enrol) Invitations(ctx context.Context, groupID string) ([]InvitationView, error) {
	is, err := s.invitations.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	out := []InvitationView{}
	for _, i := range is {
		email, err := s.email(ctx, i)
		if err != nil {
			return nil, err
		}
		out = append(out, InvitationView{
			ID: i.ID, Kind: i.Kind, Email: email, CreatedAt: i.CreatedAt, ExpiresAt: i.ExpiresAt, RevokedAt: i.RevokedAt, Used: len(i.UsedBy),
		})
	}
	slices.SortFunc(out, func(a, b InvitationView) int { return cmp.Compare(b.CreatedAt, a.CreatedAt) })
	return out, nil
}

// find reads a usable invitation and its group by token.
func (s *Enrol) find(ctx context.Context, token string) (*Invitation, *groups.Group, error) {
	i, err := s.invitations.One(ctx, store.Is("tokenBlind", s.Vault.Blind("invitation", token)))
	if err != nil {
		return nil, nil, notFound(err)
	}
	if !s.usable(i) {
		return nil, nil, fault.Gone()
	}
	g, err := s.Groups.Running(ctx, i.GroupID)
	return i, g, err
}

// usable: not expired, not revoked, and a personal one not used.
func (s *Enrol) usable(i *Invitation) bool {
	return i.ExpiresAt > s.now() && i.RevokedAt == 0 && (i.Kind == GroupLink || len(i.UsedBy) == 0)
}

// email opens the address of a personal invitation; "" for a group link or
// when the group's key is gone.
func (s *Enrol) email(ctx context.Context, i *Invitation) (string, error) {
	if len(i.EmailBox) == 0 {
		return "", nil
	}
	b, err := s.Vault.Open(ctx, seal.Group(i.GroupID), i.emailRef(), i.EmailBox)
	if errors.Is(err, seal.ErrErased) {
		return "", nil
	}
	return string(b), err
}

func (i *Invitation) emailRef() seal.Ref {
	return seal.Ref{Coll: invitationColl, ID: i.ID, Field: "email"}
}
