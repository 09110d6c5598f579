package api

import (
	"context"
	"net/http"
	"slices"

	"kring/groups"
	"kring/groups/chat/rules"
	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/fault"
)

// GroupMemberIn names a member beside a group.
type GroupMemberIn struct {
	GroupIn
	Member string `path:"member" maxLength:"60"`
}

type rulesIn struct {
	GroupIn
	Body rules.Set
}

type agreeIn struct {
	GroupIn
	Body struct {
		Version int `json:"version"`
	}
}

type hideMemberIn struct {
	GroupMemberIn
	Body struct {
		Hidden bool `json:"hidden"`
	}
}

type outIn struct {
	GroupMemberIn
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"The member is told it"`
	}
}

type leaveIn struct {
	GroupIn
	Body struct {
		What string `json:"what" enum:"remove,unlink"`
	}
}

// ChatRules is a group's chat for one viewer.
type ChatRules struct {
	rules.RulesView
	Hidden     []groups.MemberView   `json:"hidden" doc:"Whom the viewer hides"`
	Candidates []organisation.Person `json:"candidates,omitempty" doc:"For facilitators: whom the group can name"`
	ServerTime int64                 `json:"serverTime" doc:"Unix milliseconds"`
}

// Left is how many messages became of nobody or nothing.
type Left struct {
	Messages int `json:"messages"`
}

func (e *Edge) rulesOps() {
	register(e, op{Method: "GET", Path: "/groups/{group}/chat", ID: "chat-rules", Summary: "What holds in a group's chat, and when somebody watches", Action: access.WatchChat, Kind: access.Group, Param: "group"}, e.chatRules)
	register(e, op{Method: "PUT", Path: "/groups/{group}/chat", ID: "choose-chat-rules", Summary: "Choose what holds in a group's chat", Action: access.LeadChat, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent}, e.chooseRules)
	register(e, op{Method: "POST", Path: "/groups/{group}/chat/house-rules", ID: "agree-house-rules", Summary: "Agree to the house rules as they are now", Action: access.GiveConsent, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *agreeIn) (*empty, error) {
			return nil, e.Rules.Agree(ctx, c.Person, in.Group, in.Body.Version)
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/chat/own", ID: "leave-messages", Summary: "Remove all one's own messages of a group, or unlink them from oneself", Action: access.GiveConsent, Kind: access.Group, Param: "group", Logged: true}, e.leaveMessages)
	register(e, op{Method: "PUT", Path: "/groups/{group}/hidden/{member}", ID: "hide-member", Summary: "Read nothing more of a member, or again; nobody is told", Action: access.WatchChat, Kind: access.Group, Param: "group", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *hideMemberIn) (*empty, error) {
			r, err := e.reader(ctx, c, groups.Channel(in.Group))
			if err == nil {
				err = e.Chat.Hide(ctx, r, in.Member, in.Body.Hidden)
			}
			if err == nil {
				e.Recheck(c.Person)
			}
			return nil, err
		})
	register(e, op{Method: "PUT", Path: "/groups/{group}/out/{member}", ID: "take-out-of-chat", Summary: "Take a member out of the chat, with a reason", Action: access.LeadChat, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *outIn) (*empty, error) {
			circle, err := e.Groups.Circle(ctx, in.Group)
			if err != nil {
				return nil, err
			}
			person, err := circle.MemberPerson(in.Member)
			if err != nil {
				return nil, err
			}
			return nil, e.Rules.TakeOut(ctx, in.Group, person, c.Person, in.Body.Reason)
		})
	register(e, op{Method: "DELETE", Path: "/groups/{group}/out/{member}", ID: "let-into-chat", Summary: "Let a member write in the chat again", Action: access.LeadChat, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *GroupMemberIn) (*empty, error) {
			circle, err := e.Groups.Circle(ctx, in.Group)
			if err != nil {
				return nil, err
			}
			return nil, e.Rules.Let(ctx, in.Group, circle.PersonOf(in.Member))
		})
}

func (e *Edge) chatRules(ctx context.Context, c *caller, in *GroupIn) (*body[ChatRules], error) {
	r, err := e.reader(ctx, c, groups.Channel(in.Group))
	if err != nil {
		return nil, err
	}
	v, err := e.Rules.ViewFor(ctx, r.Circle, c.Person, e.lang(ctx, c))
	if err != nil {
		return nil, err
	}
	out := ChatRules{RulesView: v, Hidden: r.HiddenMembers(), ServerTime: e.Now().UnixMilli()}
	if c.Facilitator {
		out.Candidates, err = e.Groups.Organisations.Professionals(ctx, r.Circle.OrgID)
	}
	return reply(out, err)
}

func (e *Edge) chooseRules(ctx context.Context, c *caller, in *rulesIn) (*empty, error) {
	if named := in.Body.Named; named != "" {
		all, err := e.Groups.Organisations.Professionals(ctx, c.Organisation)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(p organisation.Person) bool { return p.PersonID == named }) {
			return nil, fault.Bad("named", "chat.named", "nobody of the organisation")
		}
	}
	return nil, e.Rules.Choose(ctx, in.Group, in.Body)
}

func (e *Edge) leaveMessages(ctx context.Context, c *caller, in *leaveIn) (*body[Left], error) {
	circle, err := e.Groups.Circle(ctx, in.Group)
	if err != nil {
		return nil, err
	}
	channels, err := e.Groups.Channels(ctx, circle.Group)
	if err != nil {
		return nil, err
	}
	n, err := e.Chat.Leave(ctx, channels, c.Person, in.Body.What)
	return reply(Left{n}, err)
}
