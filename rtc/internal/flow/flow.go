// Package flow is what the media engine does with streams of packets apart from
// moving them: it numbers them anew (SeqMap, Timeline), keeps them for who lost
// some (Cache), finds what is missing (Gaps, Keyframes), carries sound twice
// (REDBlock), reads what a picture's packet begins (VP8Key), measures (Reception,
// Meter, SentLog, Bandwidth, Loudness), bounds what one peer may send (Allowance)
// and chooses the layers that fit a way (Choose).
//
// All of it is pure: no network, no goroutine, no clock but the time it is told.
// Nothing here locks: the room's lock in package rtc guards each value. What is
// called for every packet allocates nothing once its memory is there.
package flow
