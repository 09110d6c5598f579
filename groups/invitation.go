package groups

import "kring/internal/store"

// Kinds of invitation: to one e-mail address, or a link for whoever gets it.
const (
	InvitePersonal = "personal"
	InviteGroup    = "group"
)

// Invitation lets people into a group. Of its token only the blind index is
// stored.
type Invitation struct {
	store.Meta `bson:",inline"`
	GroupID    string   `bson:"groupId" json:"groupId"`
	Kind       string   `bson:"kind" json:"kind"`
	TokenBlind string   `bson:"tokenBlind" json:"tokenBlind"`
	EmailBox   []byte   `bson:"emailBox,omitempty" json:"emailBox,omitempty"`
	EmailBlind string   `bson:"emailBlind,omitempty" json:"emailBlind,omitempty"`
	ExpiresAt  int64    `bson:"expiresAt" json:"expiresAt"`
	RevokedAt  int64    `bson:"revokedAt" json:"revokedAt"`
	UsedBy     []string `bson:"usedBy" json:"usedBy"`
}
