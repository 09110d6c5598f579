#!/usr/bin/env bash
# Makes ademen.mp4 and ademen.mp3: one minute of calm breathing, 4 seconds in and 6 seconds out, six times.
# The film is a circle that grows and shrinks; the sound rises and falls with it. Both say nothing else.
set -eu
cd "$(dirname "$0")/files"
full() { echo "if(lt(mod($1\\,10)\\,4)\\,(1-cos(PI*mod($1\\,10)/4))/2\\,(1+cos(PI*(mod($1\\,10)-4)/6))/2)"; } # the lungs, 0..1
disc="255*clip(35+45*$(full T)-hypot(X-W/2\\,Y-H/2)\\,0\\,1)"
# One breath drawn small in grey, then made large, coloured, and repeated.
breath=$(mktemp -d)
ffmpeg -v error -f lavfi -i "color=c=black:s=320x180:r=15:d=10,format=gray,geq=lum='$disc'" -c:v ffv1 "$breath/one.mkv"
ffmpeg -v error -y -stream_loop 5 -i "$breath/one.mkv" \
  -vf "scale=640:360:flags=lanczos,format=rgb24,lutrgb=r='247-216*val/255':g='244-149*val/255':b='238-147*val/255'" \
  -c:v libx264 -preset slow -crf 28 -g 75 -pix_fmt yuv420p -movflags +faststart -an ademen.mp4
rm -r "$breath"
ffmpeg -v error -y -f lavfi -i "aevalsrc='0.25*(0.15+0.85*$(full t))*(sin(2*PI*196*t)+0.4*sin(2*PI*294*t)*$(full t))':s=44100:d=60" \
  -af 'afade=t=in:d=1,afade=t=out:st=58:d=2' -ac 1 -c:a libmp3lame -b:a 48k ademen.mp3
