package recording

import (
	"fmt"

	"kring/groups/recording/capture"
	"kring/groups/recording/shelf"
	"kring/internal/seal"
)

// Keys and places of what a recording keeps.

func groupKey(d *Recording) seal.Key { return seal.Group(d.GroupID) }

func chapterRef(d *Recording, at int64) seal.Ref { return ref(d.ID, "chapter/%d", at) }

// mixItem is one mix of one part: its key can be erased alone.
func mixItem(id string, part, gen int) shelf.Item {
	return shelf.Item{
		Blob: fmt.Sprintf("%s-%05d-%d", id, part, gen), Key: seal.Key(fmt.Sprintf("recording:%s:mix:%d:%d", id, part, gen)),
		Ref: ref(id, "mix/%d/%d", part, gen),
	}
}

// trackItem is what one person sent in a part, under her key of this recording.
func trackItem(id string, part int, t Track) shelf.Item {
	return shelf.Item{
		Blob: fmt.Sprintf("%s-%05d-%s-%d", id, part, t.Who, t.Gen), Key: capture.Key(id, t.Who), Ref: ref(id, "track/%d/%d/%s", part, t.Gen, t.Who),
	}
}

func mp4Item(id, gen string) shelf.Item {
	return shelf.Item{
		Blob: fmt.Sprintf("%s-mp4-%s", id, gen), Key: seal.Key(fmt.Sprintf("recording:%s:mp4:%s", id, gen)), Ref: ref(id, "mp4/%s", gen),
	}
}

func ref(id, field string, args ...any) seal.Ref {
	return seal.Ref{Coll: coll, ID: id, Field: fmt.Sprintf(field, args...)}
}
