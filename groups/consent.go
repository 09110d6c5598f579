package groups

import "kring/internal/store"

// Consent is one answer of a person to one text in one group. They are only
// ever added: N counts the answers per person, group and kind from 1, and the
// highest counts.
type Consent struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	GroupID    string `bson:"groupId" json:"groupId"`
	Kind       string `bson:"kind" json:"kind"`
	N          int    `bson:"n" json:"n"`
	Version    int    `bson:"version" json:"version"` // of the text
	Given      bool   `bson:"given" json:"given"`
	At         int64  `bson:"at" json:"at"`
}
