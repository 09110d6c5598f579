package programme

import (
	"fmt"
	"net/url"
)

// link: an app or site outside Kring at URL; Screened says who looked at it
// and when. Value {"done": true}.
var linkKind = kind{
	define: func(s *Step) error {
		u, err := url.Parse(s.URL)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
			return fmt.Errorf("url %q, want https://…", s.URL)
		}
		return first(needText("body", s.Body), needText("screened", s.Screened))
	},
	check: exerciseKind.check,
}
